namespace Broadsheet.Core.Recurrence;

/// <summary>From a time of day to another, in seconds. Through: the end itself is the last slot.</summary>
internal readonly record struct PhraseWindow(int From, int To, bool Through, TextSpan Span);
