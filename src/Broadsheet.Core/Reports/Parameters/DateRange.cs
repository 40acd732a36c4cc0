using System.Globalization;
using NodaTime;

namespace Broadsheet.Core.Reports.Parameters;

/// <summary>Whole days, both ends included; <paramref name="From"/> is never after <paramref name="To"/>.</summary>
public sealed record DateRange(LocalDate From, LocalDate To)
{
    /// <summary>How many days, at least 1.</summary>
    public int Days => NodaTime.Period.Between(From, To, PeriodUnits.Days).Days + 1;

    private bool IsMonth => From.Day == 1 && To == DateAdjusters.EndOfMonth(From);

    private bool IsQuarter => From.Day == 1 && From.Month % 3 == 1 && To == From.PlusMonths(3).PlusDays(-1);

    private bool IsYear => From is { Day: 1, Month: 1 } && To == From.PlusYears(1).PlusDays(-1);

    /// <summary>
    /// The range of the same shape right before: the month before a month, the quarter before a quarter, else as many days.
    /// </summary>
    public DateRange Before()
    {
        if (IsYear) return new(From.PlusYears(-1), From.PlusDays(-1));
        if (IsQuarter) return new(From.PlusMonths(-3), From.PlusDays(-1));
        if (IsMonth) return new(From.PlusMonths(-1), From.PlusDays(-1));
        return new(From.PlusDays(-Days), From.PlusDays(-1));
    }

    /// <summary>For file names: <c>2026-11-16</c>, <c>2026-W47</c> (Monday to Sunday), <c>2026-11</c>, <c>2026-Q4</c>, <c>2026</c>, or both ends.</summary>
    public string Code
    {
        get
        {
            var inv = CultureInfo.InvariantCulture;
            if (Days == 1) return Iso(From);
            if (IsYear) return From.Year.ToString("0000", inv);
            if (IsQuarter) return string.Create(inv, $"{From.Year:0000}-Q{((From.Month - 1) / 3) + 1}");
            if (IsMonth) return string.Create(inv, $"{From.Year:0000}-{From.Month:00}");
            if (Days != 7 || From.DayOfWeek != IsoDayOfWeek.Monday) return $"{Iso(From)}_{Iso(To)}";
            var rule = NodaTime.Calendars.WeekYearRules.Iso;
            return string.Create(inv, $"{rule.GetWeekYear(From):0000}-W{rule.GetWeekOfWeekYear(From):00}");
        }
    }

    /// <summary>For people: <c>16 – 22 Nov 2026</c>, <c>November 2026</c>, <c>Q4 2026</c>, with the culture's month names.</summary>
    public string Describe(CultureInfo culture)
    {
        if (IsYear) return From.Year.ToString(culture);
        if (IsQuarter) return $"Q{((From.Month - 1) / 3) + 1} {From.Year.ToString(culture)}";
        if (IsMonth) return From.ToString("MMMM yyyy", culture);
        var to = To.ToString("d MMM yyyy", culture);
        if (Days == 1) return to;
        var start = From.Year != To.Year ? "d MMM yyyy" : From.Month != To.Month ? "d MMM" : "%d";
        return $"{From.ToString(start, culture)} – {to}";
    }

    internal static string Iso(LocalDate date) => NodaTime.Text.LocalDatePattern.Iso.Format(date);
}
