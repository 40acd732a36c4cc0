using NodaTime;

namespace Broadsheet.Core.Reports.Parameters;

/// <summary>
/// The relative periods, by the name a filter uses. All are whole days and resolve against the slot's day in the schedule's
/// zone, never against now: a late run gives what the slot should have given.
/// </summary>
public static class Period
{
    private static readonly Dictionary<string, Func<LocalDate, IsoDayOfWeek, DateRange>> Kinds = new(StringComparer.Ordinal)
    {
        ["today"] = (d, _) => new(d, d),
        ["yesterday"] = (d, _) => new(d.PlusDays(-1), d.PlusDays(-1)),
        ["last_7_days"] = (d, _) => new(d.PlusDays(-7), d.PlusDays(-1)),
        ["last_14_days"] = (d, _) => new(d.PlusDays(-14), d.PlusDays(-1)),
        ["last_30_days"] = (d, _) => new(d.PlusDays(-30), d.PlusDays(-1)),
        ["last_90_days"] = (d, _) => new(d.PlusDays(-90), d.PlusDays(-1)),
        ["this_week"] = (d, w) => Week(d, w, 0),
        ["last_week"] = (d, w) => Week(d, w, -1),
        ["week_to_date"] = (d, w) => new(Week(d, w, 0).From, d),
        ["this_month"] = (d, _) => Months(Month(d), 1),
        ["last_month"] = (d, _) => Months(Month(d).PlusMonths(-1), 1),
        ["month_to_date"] = (d, _) => new(Month(d), d),
        ["last_3_months"] = (d, _) => Months(Month(d).PlusMonths(-3), 3),
        ["last_12_months"] = (d, _) => Months(Month(d).PlusMonths(-12), 12),
        ["this_quarter"] = (d, _) => Months(Quarter(d), 3),
        ["last_quarter"] = (d, _) => Months(Quarter(d).PlusMonths(-3), 3),
        ["quarter_to_date"] = (d, _) => new(Quarter(d), d),
        ["this_year"] = (d, _) => Months(Year(d), 12),
        ["last_year"] = (d, _) => Months(Year(d).PlusYears(-1), 12),
        ["year_to_date"] = (d, _) => new(Year(d), d),
    };

    /// <summary>All names, as forms offer them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Keys];

    /// <summary>
    /// The days of <paramref name="name"/> for <paramref name="slot"/>; null when there is no such name. <c>last_n_days</c> end
    /// on the day before the slot, <c>…_to_date</c> on its day; a week begins on <paramref name="weekStart"/>.
    /// </summary>
    public static DateRange? Resolve(string name, Instant slot, DateTimeZone zone, IsoDayOfWeek weekStart) =>
        Kinds.TryGetValue(name, out var range) ? range(slot.InZone(zone).Date, weekStart) : null;

    private static DateRange Week(LocalDate day, IsoDayOfWeek start, int weeks)
    {
        var from = (day.DayOfWeek == start ? day : day.Previous(start)).PlusWeeks(weeks);
        return new(from, from.PlusDays(6));
    }

    private static DateRange Months(LocalDate from, int months) => new(from, from.PlusMonths(months).PlusDays(-1));

    private static LocalDate Month(LocalDate day) => new(day.Year, day.Month, 1);

    private static LocalDate Quarter(LocalDate day) => new(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1);

    private static LocalDate Year(LocalDate day) => new(day.Year, 1, 1);
}
