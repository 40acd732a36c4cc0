namespace Broadsheet.Core.Recurrence;

/// <summary>The days of a business week that no excluded calendar holds. Immutable.</summary>
internal sealed class BusinessDays(byte week, HolidayMasks holidays)
{
    /// <summary>Bits as in <see cref="Weekdays"/>.</summary>
    public byte Week => week;

    public HolidayMasks Holidays => holidays;

    public bool HasHolidays => holidays != HolidayMasks.None;

    public uint In(in Month month) => Weekdays.Days(week, month.FirstWeekday) & month.All & ~holidays.In(month.Index);
}
