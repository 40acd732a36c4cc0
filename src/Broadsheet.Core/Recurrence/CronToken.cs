namespace Broadsheet.Core.Recurrence;

/// <summary>A stretch of a cron text without gaps.</summary>
internal readonly record struct CronToken(string Text, int Start)
{
    public int End => Start + Text.Length;

    public TextSpan Span => new(Start, End);
}
