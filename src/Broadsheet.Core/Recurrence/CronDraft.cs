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
}
