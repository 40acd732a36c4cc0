using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>What is worth knowing about a rule that is valid.</summary>
internal static class RuleAdvice
{
    public static IEnumerable<FieldError> Of(RecurrenceRule rule, Instant now)
    {
        if (rule.Terms.End is { } && rule.Next(now) is null)
            yield return new FieldError("end", "end-in-past", "The end date is in the past: nothing is due any more.");
    }
}
