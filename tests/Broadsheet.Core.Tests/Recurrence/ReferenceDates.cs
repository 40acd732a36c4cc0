using System.Text.Json.Nodes;
using NodaTime;

namespace Broadsheet.Core.Tests.Recurrence;

/// <summary>The dates of a canonical daily, weekly or monthly configuration, one question at a time.</summary>
internal sealed class ReferenceDates(JsonObject config, HashSet<LocalDate> holidays)
{
    private readonly LocalDate? _anchor = ReferenceRule.Date(config["anchor"]);
    private readonly int _every = (int)config["every"]!;
    private readonly int[] _months = config["months"] is JsonArray months ? [.. months.Select(m => (int)m!)] : [.. Enumerable.Range(1, 12)];

    public bool IsDue(LocalDate date)
    {
        if (date < _anchor || !_months.Contains(date.Month)) return false;
        if (config["on"] is JsonObject on) return Counts(Months(date)) && IsDayOfMonth(on, date);
        if (config["days"] is JsonArray days)
            return Counts(Period.DaysBetween(Monday(_anchor ?? date), Monday(date)) / 7) && Has(days, date.DayOfWeek);
        return Counts(_anchor is { } anchor ? Period.DaysBetween(anchor, date) : 0);
    }

    private static LocalDate Monday(LocalDate date) => date.PlusDays(1 - (int)date.DayOfWeek);

    private static bool Has(JsonArray days, IsoDayOfWeek day) => days.Any(d => string.Equals((string)d!, day.ToString()[..2], StringComparison.OrdinalIgnoreCase));

    private int Months(LocalDate date) => _anchor is { } anchor ? (date.Year - anchor.Year) * 12 + date.Month - anchor.Month : 0;

    private bool Counts(int units) => units % _every == 0;

    private bool IsDayOfMonth(JsonObject on, LocalDate date)
    {
        var length = CalendarSystem.Iso.GetDaysInMonth(date.Year, date.Month);
        if (on["days"] is JsonArray days) return days.Any(d => IsDay(d!, date.Day, length));
        if (on["business_day"] is { } business) return IsNth(business, date, IsBusinessDay);
        return Has(on["weekdays"]!.AsArray(), date.DayOfWeek) && IsNth(on["nth"]!, date, other => other.DayOfWeek == date.DayOfWeek);
    }

    private bool IsBusinessDay(LocalDate date) => date.DayOfWeek <= IsoDayOfWeek.Friday && !holidays.Contains(date);

    private bool IsDay(JsonNode wanted, int day, int length)
    {
        if (wanted.GetValueKind() == System.Text.Json.JsonValueKind.Number)
            return (int)wanted == day || ((int)wanted > length && day == length && (string?)config["if_missing"] == "last_day");
        var text = (string)wanted!;
        return day == length - (text == "last" ? 0 : int.Parse(text["last-".Length..]));
    }

    private static bool IsNth(JsonNode wanted, LocalDate date, Func<LocalDate, bool> counts)
    {
        if (!counts(date)) return false;
        var length = CalendarSystem.Iso.GetDaysInMonth(date.Year, date.Month);
        var all = Enumerable.Range(1, length).Where(d => counts(new LocalDate(date.Year, date.Month, d))).ToList();
        var nth = all.IndexOf(date.Day) + 1;
        var numbers = wanted is JsonArray list ? list.Select(n => (int)n!) : [(int)wanted];
        return numbers.Any(n => n == nth || n == nth - all.Count - 1);
    }
}
