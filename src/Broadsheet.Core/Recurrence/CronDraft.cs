using System.Runtime.CompilerServices;

namespace Broadsheet.Core.Recurrence;

/// <summary>The fields of an expression while it is being read; bits as in <see cref="CronFields"/>.</summary>
internal struct CronDraft
{
    public ulong Seconds;
    public ulong Minutes;
    public ulong NthWeekdays;
    public uint Hours;
    public uint Days;
    public uint LastDays;
    public uint NearestTo;
    public uint NearestToLast;
    public ushort Months;
    public byte Weekdays;
    public byte LastWeekdays;
    public CronTraits Traits;

    /// <summary>Takes in the plain values of all fields. The 7th weekday is Sunday.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in CronSets sets)
    {
        Seconds = CronSets.Bits(sets[(int)CronField.Second]);
        Minutes = CronSets.Bits(sets[(int)CronField.Minute]);
        Hours = (uint)sets[(int)CronField.Hour];
        Days |= (uint)sets[(int)CronField.DayOfMonth];
        Months = (ushort)sets[(int)CronField.Month];
        var weekdays = sets[(int)CronField.DayOfWeek];
        Weekdays |= (byte)(weekdays & Recurrence.Weekdays.All | weekdays >> 7 & 1);
        Traits |= CronSets.Traits(sets[0] | sets[1] | sets[2] | sets[3] | sets[4] | sets[5]);
    }
}
