using System.Text.Json;
using Broadsheet.Core;
using Broadsheet.Core.Recurrence;
using Broadsheet.Server.Http;
using NodaTime.Text;

namespace Broadsheet.Server.Calendars;

/// <summary>Days with names, between their three forms: the API's, the store's and the core's.</summary>
internal static class HolidayDates
{
    private const int Most = 5_000;
    private const int MaxName = 200;
    private const int YearsAhead = 10;

    public static HolidayCalendar Calendar(CalendarRow row) => new(row.Id.ToString(), row.Name, Stored(row).Select(d =>
        KeyValuePair.Create(LocalDatePattern.Iso.Parse(d.Date).Value, d.Name)));

    public static IReadOnlyList<HolidayWire> Stored(CalendarRow row) => JsonSerializer.Deserialize<List<HolidayWire>>(row.DatesJson, Wire.Json)!;

    /// <summary>Checked and in order, one for each day.</summary>
    public static Result<IReadOnlyList<HolidayWire>> Check(IReadOnlyList<HolidayWire> given)
    {
        var errors = new List<FieldError>();
        if (given.Count > Most) errors.Add(new("dates", "too-many", $"A calendar has at most {Most} dates."));
        for (var i = 0; i < Math.Min(given.Count, Most); i++)
        {
            if (!LocalDatePattern.Iso.Parse(given[i].Date).Success) errors.Add(new($"dates[{i}].date", "bad-date", "A date is written 2026-12-25.", null, "2026-12-25"));
            if (given[i].Name.Length is 0 or > MaxName || given[i].Name.Any(char.IsControl)) errors.Add(new($"dates[{i}].name", "length", $"A name has 1 to {MaxName} characters on one line."));
        }

        return errors.Count > 0
            ? new Problem.Invalid(errors)
            : Result<IReadOnlyList<HolidayWire>>.Ok([.. given.DistinctBy(d => d.Date).OrderBy(d => d.Date, StringComparer.Ordinal)]);
    }

    /// <summary>The days of an .ics file; errors are at <c>ics</c> and name the line.</summary>
    public static Result<IReadOnlyList<HolidayWire>> Import(string file, int thisYear)
    {
        var read = HolidayFile.Read(file, (thisYear - 1, thisYear + YearsAhead));
        return read.Errors.Count > 0
            ? new Problem.Invalid([.. read.Errors.Select(e => e with { Field = "ics" })])
            : Result<IReadOnlyList<HolidayWire>>.Ok([.. read.Dates.Select(d => new HolidayWire(LocalDatePattern.Iso.Format(d.Key), d.Value))]);
    }

    public static string ToJson(IReadOnlyList<HolidayWire> dates) => Wire.Text(JsonSerializer.SerializeToNode(dates, Wire.Json)!.AsArray());

    public static IReadOnlyList<HolidayWire> Of(HolidayCalendar calendar) => [.. calendar.Dates.Select(d => new HolidayWire(LocalDatePattern.Iso.Format(d), calendar.NameOf(d)!))];
}

/// <summary>A day and its name.</summary>
internal sealed record HolidayWire(string Date, string Name);
