using System.Runtime.CompilerServices;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// A cron expression as sets of bits, in normal form: two texts that mean the same fields are equal. Immutable, 72 bytes.
/// </summary>
internal sealed class CronFields : IEquatable<CronFields>
{
    private const uint EveryDay = 0xFFFF_FFFE;

    /// <summary>Times a set of weekdays, it is that set five times over, as in <see cref="NthWeekdays"/>.</summary>
    private const ulong EveryWeek = 1 | 1UL << 7 | 1UL << 14 | 1UL << 21 | 1UL << 28;

    /// <summary>Written once, by the text that is read right into it or by the draft that is copied.</summary>
    private CronDraft _bits;

    public CronFields(in CronDraft draft)
    {
        _bits = draft;
        Normalise();
    }

    private CronFields()
    {
    }

    /// <summary>Bits 0 to 59.</summary>
    public ulong Seconds => _bits.Seconds;

    /// <summary>Bits 0 to 59.</summary>
    public ulong Minutes => _bits.Minutes;

    /// <summary>Bit <c>(n - 1) * 7 + weekday</c> for the nth of a weekday.</summary>
    public ulong NthWeekdays => _bits.NthWeekdays;

    /// <summary>Bits 0 to 23.</summary>
    public uint Hours => _bits.Hours;

    /// <summary>Bits 1 to 31.</summary>
    public uint Days => _bits.Days;

    /// <summary>Bit n for <c>L-n</c>, 0 to 30.</summary>
    public uint LastDays => _bits.LastDays;

    /// <summary>Bit n for <c>nW</c>, 1 to 31.</summary>
    public uint NearestTo => _bits.NearestTo;

    /// <summary>Bit n for <c>L-nW</c>, 0 to 30.</summary>
    public uint NearestToLast => _bits.NearestToLast;

    /// <summary>Bits 1 to 12.</summary>
    public ushort Months => _bits.Months;

    /// <summary>Bits as in <see cref="Recurrence.Weekdays"/>.</summary>
    public byte Weekdays => _bits.Weekdays;

    /// <summary>The last of a weekday in its month.</summary>
    public byte LastWeekdays => _bits.LastWeekdays;

    public CronTraits Traits => _bits.Traits;

    public bool IsInterval => Has(CronTraits.Interval);

    public bool HasSpecialDays => (LastDays | NearestTo | NearestToLast | LastWeekdays) != 0 || NthWeekdays != 0;

    /// <summary>Reads a text that has no gaps around it; null where it is not five or six fields of the grammar. The object is the only allocation.</summary>
    public static CronFields? Read(ReadOnlySpan<char> text)
    {
        var fields = new CronFields();
        if (!CronReader.Read(text, ref fields._bits)) return null;
        fields.Normalise();
        return fields;
    }

    public bool Equals(CronFields? other) => other is not null
        && (Seconds, Minutes, Hours, Months, Traits) == (other.Seconds, other.Minutes, other.Hours, other.Months, other.Traits)
        && (Days, LastDays, NearestTo, NearestToLast) == (other.Days, other.LastDays, other.NearestTo, other.NearestToLast)
        && (Weekdays, LastWeekdays, NthWeekdays) == (other.Weekdays, other.LastWeekdays, other.NthWeekdays);

    public override bool Equals(object? obj) => Equals(obj as CronFields);

    public override int GetHashCode() =>
        HashCode.Combine(HashCode.Combine(Seconds, Minutes, Hours, Months, Traits), Days, LastDays, NearestTo, Weekdays, NthWeekdays);

    /// <summary>A day field that leaves no day out counts as unrestricted, and hides what it makes redundant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Normalise()
    {
        if (Days == EveryDay && !Has(CronTraits.AnyDay)) MakeAnyDay();
        if (Weekdays == Recurrence.Weekdays.All && !Has(CronTraits.AnyWeekday)) MakeAnyWeekday();
        if (Has(CronTraits.Both) && Has(CronTraits.AnyDay | CronTraits.AnyWeekday)) _bits.Traits &= ~CronTraits.Both;
        if (LastWeekdays != 0 || NthWeekdays != 0) DropCoveredWeekdays();
    }

    private void MakeAnyDay()
    {
        // Either day field may fire, so one without limits frees both; with a plus the weekday still holds.
        if (!Has(CronTraits.Both | CronTraits.AnyWeekday | CronTraits.AnyDay)) ClearWeekdays();
        ClearDays();
    }

    private void MakeAnyWeekday()
    {
        if (!Has(CronTraits.Both | CronTraits.AnyWeekday | CronTraits.AnyDay)) ClearDays();
        ClearWeekdays();
    }

    private void ClearDays()
    {
        (_bits.Days, _bits.LastDays, _bits.NearestTo, _bits.NearestToLast) = (EveryDay, 0, 0, 0);
        _bits.Traits |= CronTraits.AnyDay;
    }

    private void ClearWeekdays()
    {
        (_bits.Weekdays, _bits.LastWeekdays, _bits.NthWeekdays) = (Recurrence.Weekdays.All, 0, 0);
        _bits.Traits |= CronTraits.AnyWeekday;
    }

    private void DropCoveredWeekdays()
    {
        _bits.LastWeekdays &= (byte)~Weekdays;
        _bits.NthWeekdays &= ~(Weekdays * EveryWeek);
    }

    /// <summary>One of the traits at least.</summary>
    private bool Has(CronTraits traits) => (Traits & traits) != CronTraits.None;
}
