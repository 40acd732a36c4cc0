namespace Broadsheet.Core.Recurrence;

/// <summary>What a piece of a phrase is, before its neighbours are looked at.</summary>
internal enum PhraseTokenKind
{
    Word,
    Number,
    Fraction,

    /// <summary><c>15th</c>, <c>second</c>: the value is the number.</summary>
    Ordinal,

    /// <summary>0 for Sunday to 6.</summary>
    Weekday,

    /// <summary>1 to 12.</summary>
    Month,

    /// <summary>Seconds since midnight; -1 for a time that doesn't exist.</summary>
    Time,

    /// <summary>Years, months and days as <c>yyyymmdd</c>; -1 for a date that doesn't exist.</summary>
    Date,

    /// <summary><c>01/02</c>, which people read in two ways.</summary>
    SlashDate,

    /// <summary><c>Europe/Warsaw</c>, known or not.</summary>
    Zone,
    Quoted,
    Comma,
    Dash,
    Open,
    Close,
}
