namespace Broadsheet.Core.Recurrence;

/// <summary>
/// "First and last Monday": bits 1 to 5 of <paramref name="Nth"/> from the start and of <paramref name="FromEnd"/> from the end,
/// for each of <paramref name="Weekdays"/>.
/// </summary>
internal readonly record struct PhraseNth(byte Nth, byte FromEnd, byte Weekdays, TextSpan Span);
