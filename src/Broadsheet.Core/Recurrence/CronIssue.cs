namespace Broadsheet.Core.Recurrence;

/// <summary>
/// Something wrong or worth knowing about a cron text. <paramref name="Field"/> is the field of the expression
/// (<c>day-of-month</c>), null for the whole.
/// </summary>
internal sealed record CronIssue(string? Field, string Code, TextSpan Span, string Message, string? Suggestion = null)
{
    /// <summary>The same as an error of the field of a form or a configuration that holds the text.</summary>
    public FieldError As(string field) => new(field, Code, Message, Span, Suggestion);
}
