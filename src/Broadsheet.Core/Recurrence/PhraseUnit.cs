namespace Broadsheet.Core.Recurrence;

/// <summary>What a phrase counts in.</summary>
internal enum PhraseUnit
{
    None,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}
