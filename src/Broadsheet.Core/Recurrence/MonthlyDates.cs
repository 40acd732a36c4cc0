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
        NeedsLeapYear = months == 1 << 2 && every == 1 && on is { Days: 1u << 29, LastDays: 0 } && !lastIfMissing;
    }

    protected override uint Days(in Month month)
    {
        if (_on.IsByWeekday) return NthWeekdays(month);
        return _on.IsByBusinessDay ? NthBusinessDays(month) : Numbered(month);
    }

    private uint Numbered(in Month month)
    {
        var days = _on.Days & month.All;
        if (_lastIfMissing && (_on.Days & ~month.All) != 0) days |= 1u << month.Length;
        for (var rest = _on.LastDays; rest != 0; rest &= rest - 1)
        {
            var day = month.Length - BitOperations.TrailingZeroCount(rest);
            if (day > 0) days |= 1u << day;
        }

        return days;
    }

    private uint NthWeekdays(in Month month)
    {
        var days = 0u;
        var all = Weekdays.Days(_on.Weekdays, month.FirstWeekday);
        for (var rest = (uint)_on.Nth; rest != 0; rest &= rest - 1)
            days |= all & 0x7Fu << ((BitOperations.TrailingZeroCount(rest) - 1) * 7 + 1);
        for (var rest = (uint)_on.NthFromEnd; rest != 0; rest &= rest - 1)
        {
            var week = month.Length - BitOperations.TrailingZeroCount(rest) * 7 + 1;
            days |= all & (week > 0 ? 0x7Fu << week : 0x7Fu >> -week);
        }

        return days & month.All;
    }

    private uint NthBusinessDays(in Month month)
    {
        var business = _business.In(month);
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
