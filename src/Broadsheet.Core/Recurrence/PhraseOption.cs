namespace Broadsheet.Core.Recurrence;

/// <summary>One meaning of an ambiguous text: <paramref name="Text"/> reads as it, <paramref name="Description"/> says it.</summary>
public sealed record PhraseOption(string Text, string Description);
