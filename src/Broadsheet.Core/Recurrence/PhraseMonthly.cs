using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>Makes a monthly rule of a phrase: "monthly", "quarterly" and "yearly" are all that, with other months.</summary>
internal sealed class PhraseMonthly(PhraseCursor cursor, LocalDate today)
{
    private const ushort QuarterStarts = 1 << 1 | 1 << 4 | 1 << 7 | 1 << 10;
    private const ushort QuarterEnds = 1 << 3 | 1 << 6 | 1 << 9 | 1 << 12;

    private PhraseDraft Draft => cursor.Draft;

    private PhraseUnit Period => Draft.Of is PhraseUnit.Quarter or PhraseUnit.Year ? Draft.Of
        : Draft.Unit is PhraseUnit.Quarter or PhraseUnit.Year ? Draft.Unit : PhraseUnit.Month;

    /// <summary>Null with the cursor stopped where the days can't be one rule.</summary>
    public RuleTerms? Of(RuleTerms terms)
    {
        if (Draft.Unit is PhraseUnit.Day or PhraseUnit.Week && Draft.Every > 1 && cursor.Fail("conflict", Draft.UnitSpan, "Days of the month repeat every month, not every few days or weeks."))
            return null;
        var on = Draft.HasMonthDays ? Days() : Today();
        if (cursor.Failure is not null) return null;
        var every = Draft.Every * (Draft.Every == 1 ? 1 : Period switch { PhraseUnit.Quarter => 3, PhraseUnit.Year => 12, _ => 1 });
        if (every > RuleTerms.MaxEvery && cursor.Fail("out-of-range", Draft.UnitSpan, $"At most every {RuleTerms.MaxEvery} months can be counted.")) return null;
        return terms with
        {
            Type = ScheduleType.Monthly,
            Every = every,
            On = on,
            Months = (ushort)(Months(on) & ~Draft.ExceptMonths),
            LastIfMissing = Draft.LastIfMissing,
        };
    }

    private MonthlyOn Days()
    {
        if (Draft.Nths.Count > 0) return Nth();
        if ((Draft.BusinessDays | Draft.BusinessDaysFromEnd) != 0)
            return new MonthlyOn { BusinessDays = Draft.BusinessDays, BusinessDaysFromEnd = Draft.BusinessDaysFromEnd };
        var days = Draft.Days;
        foreach (var (day, _) in Draft.Dates) days |= 1u << day;
        return new MonthlyOn { Days = days, LastDays = Draft.LastDays };
    }

    private MonthlyOn Nth()
    {
        byte nth = 0, fromEnd = 0, weekdays = 0;
        foreach (var group in Draft.Nths)
        {
            nth |= group.Nth;
            fromEnd |= group.FromEnd;
            weekdays |= group.Weekdays;
        }

        return new MonthlyOn { Nth = nth, NthFromEnd = fromEnd, Weekdays = weekdays };
    }

    private MonthlyOn Today()
    {
        if (Period == PhraseUnit.Quarter)
        {
            Draft.Note("no-day", "No day given: the first day of the quarter");
            return new MonthlyOn { Days = 1 << 1 };
        }

        var name = Period == PhraseUnit.Year && Draft.Months == 0 ? $" {EnglishWords.Months[today.Month]}" : "";
        Draft.Note("no-day", $"No day given: {EnglishWords.Ordinal(today.Day)}{name}, as today");
        if (name.Length > 0) Draft.Months |= (ushort)(1 << today.Month);
        return new MonthlyOn { Days = 1u << today.Day };
    }

    private ushort Months(MonthlyOn on)
    {
        var months = Draft.Months;
        foreach (var (_, month) in Draft.Dates) months |= (ushort)(1 << month);
        if (months != 0) return months;
        var fromEnd = on.Days == 0 && on.Nth == 0 && on.BusinessDays == 0;
        if (Period == PhraseUnit.Year && Draft.Of != PhraseUnit.Year) Draft.Note("no-month", $"No month given: {(fromEnd ? "December" : "January")}");
        return Period switch
        {
            PhraseUnit.Quarter => fromEnd ? QuarterEnds : QuarterStarts,
            PhraseUnit.Year => (ushort)(fromEnd ? 1 << 12 : 1 << 1),
            _ => Dates.EveryMonth,
        };
    }
}
