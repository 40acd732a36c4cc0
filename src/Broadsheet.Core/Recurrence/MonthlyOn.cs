namespace Broadsheet.Core.Recurrence;

/// <summary>
/// Which days of a month: day numbers and days counted from the end, or nth weekdays, or nth business days. One of the three;
/// the bits of the others are 0.
/// </summary>
internal readonly record struct MonthlyOn
{
    /// <summary>Bits 1 to 31.</summary>
    public uint Days { get; init; }

    /// <summary>Bit n for the nth day before the last, 0 to 30.</summary>
    public uint LastDays { get; init; }

    /// <summary>Bits 1 to 5: the nth of <see cref="Weekdays"/>.</summary>
    public byte Nth { get; init; }

    /// <summary>Bits 1 to 5: the nth of <see cref="Weekdays"/> counted from the end.</summary>
    public byte NthFromEnd { get; init; }

    /// <summary>Bits as in <see cref="Recurrence.Weekdays"/>.</summary>
    public byte Weekdays { get; init; }

    /// <summary>Bits 1 to 23: the nth business day.</summary>
    public uint BusinessDays { get; init; }

    /// <summary>Bits 1 to 23: the nth business day counted from the end.</summary>
    public uint BusinessDaysFromEnd { get; init; }

    public bool IsByBusinessDay => (BusinessDays | BusinessDaysFromEnd) != 0;

    public bool IsByWeekday => Weekdays != 0;

    /// <summary>Some day is one that not every month has.</summary>
    public bool HasLateDays => (Days & 0xE000_0000) != 0;
}
