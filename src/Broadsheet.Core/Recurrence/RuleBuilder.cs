using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>Makes a rule of terms that are each valid: settles the anchor and refuses what can't be together.</summary>
internal static class RuleBuilder
{
    /// <summary>Null with an error where the terms never fire or fire too often.</summary>
    public static RecurrenceRule? Build(RuleTerms terms, RecurrenceContext context, List<FieldError> errors, List<FieldError> warnings)
    {
        terms = terms.Normal();
        IReadOnlyList<HolidayCalendar> calendars = [.. terms.Exclude.Select(context.Calendar).OfType<HolidayCalendar>()];
        if (terms.Every > 1 && terms.Anchor is null)
        {
            var first = FirstMatch(terms, calendars, context.Now);
            if (first is null) return Fail(errors, NeverFires.Explain(terms, calendars));
            terms = terms with { Anchor = first };
        }

        var rule = new RecurrenceRule(terms, calendars);
        if (FirstEver(rule) is null) return Fail(errors, NeverFires.Explain(terms, calendars));
        if (Frequency.Check(rule, context.MinimumInterval) is { } tooOften) return Fail(errors, tooOften);
        warnings.AddRange(RuleAdvice.Of(rule, context.Now));
        return rule;
    }

    /// <summary>The first slot there is at all.</summary>
    private static Instant? FirstEver(RecurrenceRule rule) => rule.Next(Instant.FromUnixTimeSeconds(ZoneWalk.FirstSecond));

    /// <summary>The local date of the first match after <paramref name="now"/>, as if the rule were for every day, week or month.</summary>
    private static LocalDate? FirstMatch(RuleTerms terms, IReadOnlyList<HolidayCalendar> calendars, Instant now)
    {
        var plain = new RecurrenceRule(terms with { Every = 1, Exclude = [], WhenExcluded = WhenExcluded.Skip, End = null }, calendars: terms.On.IsByBusinessDay ? calendars : []);
        return plain.Next(now)?.InZone(terms.Zone).Date;
    }

    private static RecurrenceRule? Fail(List<FieldError> errors, FieldError error)
    {
        errors.Add(error);
        return null;
    }
}
