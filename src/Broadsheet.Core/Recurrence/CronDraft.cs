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

    /// <summary>Takes in the values of a field. The second, which need not be there, is given up for them; the 7th weekday is Sunday.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(CronField field, ulong bits)
    {
        switch (field)
        {
            case CronField.Second:
                Seconds = bits;
                break;
            case CronField.Minute:
                Minutes = bits;
                break;
            case CronField.Hour:
                Hours = (uint)bits;
                break;
            case CronField.DayOfMonth:
                Days |= (uint)bits;
                break;
            case CronField.Month:
                Months = (ushort)bits;
                break;
            default:
                Weekdays |= (byte)(bits & Recurrence.Weekdays.All | bits >> 7);
                break;
        }
    }
}
