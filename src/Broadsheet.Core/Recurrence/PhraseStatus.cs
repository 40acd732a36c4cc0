namespace Broadsheet.Core.Recurrence;

/// <summary>How reading a text ended.</summary>
public enum PhraseStatus
{
    Ok,
    Ambiguous,
    Error,
}
