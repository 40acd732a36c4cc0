namespace Broadsheet.Core.Recurrence;

/// <summary>
/// A time of day as a phrase gives it. Not <paramref name="IsExact"/>: another word may move it to the afternoon;
/// <paramref name="IsBare"/>: an hour alone, <c>at 9</c>.
/// </summary>
internal readonly record struct PhraseTime(int Second, bool IsExact, bool IsBare, TextSpan Span)
{
    /// <summary><c>morning</c>, <c>afternoon</c>, <c>evening</c> or <c>night</c> where it stands behind this very time.</summary>
    public string? Part { get; init; }
}
