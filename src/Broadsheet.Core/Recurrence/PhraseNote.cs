namespace Broadsheet.Core.Recurrence;

/// <summary>Something a text left open and how it was taken: a stable kebab-case code and a sentence.</summary>
public sealed record PhraseNote(string Code, string Text);
