using System.Numerics;

namespace Broadsheet.Core.Recurrence;

/// <summary>Days of every so many months, by number, by weekday or by business day.</summary>
internal sealed class MonthlyDates : Dates
{
    private readonly MonthlyOn _on;
    private readonly bool _lastIfMissing;
    private readonly BusinessDays _business;

    public MonthlyDates(ushort months, int every, int? anchor, MonthlyOn on, bool lastIfMissing, BusinessDays business)
        : base(months, every, anchor)
    {
        (_on, _lastIfMissing, _business) = (on, lastIfMissing, business);
        if (every == 1 && !(on.IsByBusinessDay && business.HasHolidays)) Repeats((length, first) => Days(length, first, holidays: 0));
    }

    protected override uint Days(in Month month) => Days(month.Length, month.FirstWeekday, _on.IsByBusinessDay ? _business.Holidays.In(month.Index) : 0);

    private uint Days(int length, int firstWeekday, uint holidays)
    {
        if (_on.IsByWeekday) return NthWeekdays(length, firstWeekday);
        return _on.IsByBusinessDay ? NthBusinessDays(Weekdays.Days(_business.Week, firstWeekday) & All(length) & ~holidays) : Numbered(length);
    }

    private static uint All(int length) => (uint)((2UL << length) - 2);

    private uint Numbered(int length)
    {
        var days = _on.Days & All(length);
        if (_lastIfMissing && (_on.Days & ~All(length)) != 0) days |= 1u << length;
        for (var rest = _on.LastDays; rest != 0; rest &= rest - 1)
        {
            var day = length - BitOperations.TrailingZeroCount(rest);
            if (day > 0) days |= 1u << day;
        }

        return days;
    }

    private uint NthWeekdays(int length, int firstWeekday)
    {
        var days = 0u;
        var all = Weekdays.Days(_on.Weekdays, firstWeekday);
        for (var rest = (uint)_on.Nth; rest != 0; rest &= rest - 1)
            days |= all & 0x7Fu << ((BitOperations.TrailingZeroCount(rest) - 1) * 7 + 1);
        for (var rest = (uint)_on.NthFromEnd; rest != 0; rest &= rest - 1)
        {
            var week = length - BitOperations.TrailingZeroCount(rest) * 7 + 1;
            days |= all & (week > 0 ? 0x7Fu << week : 0x7Fu >> -week);
        }

        return days & All(length);
    }

    private uint NthBusinessDays(uint business)
    {
        var days = 0u;
        var rest = business;
        for (var nth = 1; rest != 0; nth++, rest &= rest - 1)
            if ((_on.BusinessDays >> nth & 1) != 0) days |= rest & (uint)-(int)rest;
        rest = business;
        for (var nth = 1; rest != 0; nth++)
        {
            var last = 1u << BitOperations.Log2(rest);
            if ((_on.BusinessDaysFromEnd >> nth & 1) != 0) days |= last;
            rest &= ~last;
        }

        return days;
    }
}
