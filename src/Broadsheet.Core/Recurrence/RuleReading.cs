using System.Diagnostics.CodeAnalysis;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// What a configuration was read as: a rule, or all that is wrong with it. Fields are relative to the configuration
/// (<c>expression</c>, <c>times[0]</c>, <c>on.days[1]</c>); a warning never stops a rule from being used.
/// </summary>
public sealed record RuleReading(RecurrenceRule? Rule, IReadOnlyList<FieldError> Errors, IReadOnlyList<FieldError> Warnings)
{
    [MemberNotNullWhen(true, nameof(Rule))]
    public bool IsOk => Rule is not null;
}
