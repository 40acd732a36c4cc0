using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>Finds the reason why terms have no run at all, by taking conditions away until one is left that makes the difference.</summary>
internal static class NeverFires
{
    public static FieldError Explain(RuleTerms terms, IReadOnlyList<HolidayCalendar> calendars)
    {
        if (!Fires(terms with { Start = null, End = null, Exclude = [] }, [])) return OfDates(terms);
        if (!Fires(terms with { Start = null, End = null }, calendars) || Fires(terms with { Exclude = [] }, []))
            return new FieldError("exclude", "never-fires", "The excluded calendars leave no date, so this never runs.");
        return new FieldError("end", "never-fires", "No date is left between the start and the end, so this never runs.");
    }

    private static FieldError OfDates(RuleTerms terms)
    {
        if (terms.Every > 1 && Fires(terms with { Every = 1 }, []))
            return new FieldError("every", "never-fires", $"Every {terms.Every} {Unit(terms.Type)} from the anchor never meets such a day, so this never runs.");
        var field = terms.Type == ScheduleType.Monthly ? "on" : "months";
        return new FieldError(field, "never-fires", "No month of the schedule has such a day, so this never runs.", null, terms.On.HasLateDays ? "last" : null);
    }

    private static string Unit(ScheduleType type) => type switch { ScheduleType.Monthly => "months", ScheduleType.Weekly => "weeks", _ => "days" };

    private static bool Fires(RuleTerms terms, IReadOnlyList<HolidayCalendar> calendars) =>
        new RecurrenceRule(terms, calendars).Next(Instant.FromUnixTimeSeconds(ZoneWalk.FirstSecond)) is not null;
}
