namespace Broadsheet.Core.Recurrence;

/// <summary>
/// A cron expression as sets of bits, in normal form: two texts that mean the same fields are equal. Immutable, 80 bytes.
/// </summary>
internal sealed class CronFields : IEquatable<CronFields>
{
    private const uint EveryDay = 0xFFFF_FFFE;

    /// <summary>Normalises: a day field that leaves no day out counts as unrestricted, and hides what it makes redundant.</summary>
    public CronFields(in CronDraft draft)
    {
        (Seconds, Minutes, Hours, Months) = (draft.Seconds, draft.Minutes, draft.Hours, draft.Months);
        (Days, LastDays, NearestTo, NearestToLast) = (draft.Days, draft.LastDays, draft.NearestTo, draft.NearestToLast);
        (Weekdays, LastWeekdays, NthWeekdays) = (draft.Weekdays, draft.LastWeekdays, draft.NthWeekdays);
        Traits = draft.Traits;
        if (Days == EveryDay && (Traits & CronTraits.AnyDay) == CronTraits.None) MakeAnyDay();
        if (Weekdays == Recurrence.Weekdays.All && (Traits & CronTraits.AnyWeekday) == CronTraits.None) MakeAnyWeekday();
        if ((Traits & (CronTraits.AnyDay | CronTraits.AnyWeekday)) != CronTraits.None) Traits &= ~CronTraits.Both;
        if ((LastWeekdays | (byte)(NthWeekdays != 0 ? 1 : 0)) != 0) DropCoveredWeekdays();
    }

    /// <summary>Bits 0 to 59.</summary>
    public ulong Seconds { get; }

    /// <summary>Bits 0 to 59.</summary>
    public ulong Minutes { get; }

    /// <summary>Bit <c>(n - 1) * 7 + weekday</c> for the nth of a weekday.</summary>
    public ulong NthWeekdays { get; private set; }

    /// <summary>Bits 0 to 23.</summary>
    public uint Hours { get; }

    /// <summary>Bits 1 to 31.</summary>
    public uint Days { get; private set; }

    /// <summary>Bit n for <c>L-n</c>, 0 to 30.</summary>
    public uint LastDays { get; private set; }

    /// <summary>Bit n for <c>nW</c>, 1 to 31.</summary>
    public uint NearestTo { get; private set; }

    /// <summary>Bit n for <c>L-nW</c>, 0 to 30.</summary>
    public uint NearestToLast { get; private set; }

    /// <summary>Bits 1 to 12.</summary>
    public ushort Months { get; }

    /// <summary>Bits as in <see cref="Recurrence.Weekdays"/>.</summary>
    public byte Weekdays { get; private set; }

    /// <summary>The last of a weekday in its month.</summary>
    public byte LastWeekdays { get; private set; }

    public CronTraits Traits { get; private set; }

    public bool IsInterval => (Traits & CronTraits.Interval) != CronTraits.None;

    public bool HasSpecialDays => (LastDays | NearestTo | NearestToLast | LastWeekdays) != 0 || NthWeekdays != 0;

    public bool Equals(CronFields? other) => other is not null
        && (Seconds, Minutes, Hours, Months, Traits) == (other.Seconds, other.Minutes, other.Hours, other.Months, other.Traits)
        && (Days, LastDays, NearestTo, NearestToLast) == (other.Days, other.LastDays, other.NearestTo, other.NearestToLast)
        && (Weekdays, LastWeekdays, NthWeekdays) == (other.Weekdays, other.LastWeekdays, other.NthWeekdays);

    public override bool Equals(object? obj) => Equals(obj as CronFields);

    public override int GetHashCode() =>
        HashCode.Combine(HashCode.Combine(Seconds, Minutes, Hours, Months, Traits), Days, LastDays, NearestTo, Weekdays, NthWeekdays);

    private void MakeAnyDay()
    {
        // Either day field may fire, so one without limits frees both; with a plus the weekday still holds.
        if ((Traits & (CronTraits.Both | CronTraits.AnyWeekday | CronTraits.AnyDay)) == CronTraits.None) ClearWeekdays();
        (LastDays, NearestTo, NearestToLast) = (0, 0, 0);
        Traits |= CronTraits.AnyDay;
    }

    private void MakeAnyWeekday()
    {
        if ((Traits & (CronTraits.Both | CronTraits.AnyWeekday | CronTraits.AnyDay)) == CronTraits.None)
        {
            Days = EveryDay;
            (LastDays, NearestTo, NearestToLast) = (0, 0, 0);
            Traits |= CronTraits.AnyDay;
        }

        ClearWeekdays();
    }

    private void ClearWeekdays()
    {
        (Weekdays, LastWeekdays, NthWeekdays) = (Recurrence.Weekdays.All, 0, 0);
        Traits |= CronTraits.AnyWeekday;
    }

    private void DropCoveredWeekdays()
    {
        LastWeekdays &= (byte)~Weekdays;
        for (var nth = 0; nth < 5; nth++) NthWeekdays &= ~((ulong)Weekdays << (nth * 7));
    }
}
