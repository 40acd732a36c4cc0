using Broadsheet.Server.Http;
using NodaTime;

namespace Broadsheet.Server.Calendars;

/// <summary>A holiday calendar as the API answers it.</summary>
internal sealed record CalendarWire(Guid Id, string Name, IReadOnlyList<HolidayWire> Dates, Instant CreatedAt, [property: ChangesByItself] Instant UpdatedAt, int Version)
{
    public static CalendarWire Of(CalendarRow row) => new(row.Id.Value, row.Name, HolidayDates.Stored(row), row.CreatedAt, row.UpdatedAt, row.Version);
}

/// <summary>A calendar as callers write it: its days, or the text of an .ics holiday file, or both.</summary>
internal sealed record CalendarBody
{
    public required string Name { get; init; }
    public IReadOnlyList<HolidayWire>? Dates { get; init; }

    /// <summary>An iCalendar file: its whole-day events become days; yearly ones from the year before this one to ten years ahead.</summary>
    public string? Ics { get; init; }
}
