namespace Broadsheet.Core.Recurrence;

/// <summary>What the text of an expression says beyond its values.</summary>
[Flags]
internal enum CronTraits : byte
{
    None = 0,

    /// <summary>The second, minute or hour has a star, a range or a step: daylight saving treats it as an interval.</summary>
    Interval = 1,

    /// <summary>The day of month is exactly a star or a question mark.</summary>
    AnyDay = 2,

    /// <summary>The day of week is exactly a star or a question mark.</summary>
    AnyWeekday = 4,

    /// <summary>A plus before the day of week: both day fields must hold.</summary>
    Both = 8,
}
