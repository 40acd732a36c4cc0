namespace Broadsheet.Core.Recurrence;

/// <summary>
/// A piece of a phrase. <paramref name="Text"/> is in lower case and corrected, except for zones and quotes;
/// <paramref name="Value"/> as its kind says, else 0.
/// </summary>
internal readonly record struct PhraseToken(PhraseTokenKind Kind, string Text, int Value, TextSpan Span)
{
    /// <summary>The time says which half of the day it means: am, pm, a word, or minutes on a 24-hour clock.</summary>
    public bool IsExact { get; init; }

    public bool IsAnyOf(params ReadOnlySpan<string> words) => Kind == PhraseTokenKind.Word && words.Contains(Text);

    public bool Is(string word) => Kind == PhraseTokenKind.Word && Text == word;
}
