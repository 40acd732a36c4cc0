using System.Numerics;

namespace Broadsheet.Core.Recurrence;

/// <summary>The dates of a cron expression: its day-of-month, month and day-of-week.</summary>
internal sealed class CronDates : Dates
{
    private readonly CronFields _cron;
    private readonly Kind _kind;

    public CronDates(CronFields cron)
        : base(cron.Months)
    {
        _cron = cron;
        _kind = KindOf(cron);
        IsEveryDay = _kind == Kind.EveryDay && cron.Months == EveryMonth;
        if (_kind == Kind.Plain && cron.Months == EveryMonth && cron.Traits.HasFlag(CronTraits.AnyDay)) Repeats(cron.Weekdays);
        else if (!IsEveryDay) Repeats(Days);
    }

    private enum Kind
    {
        EveryDay,
        Plain,
        Special,
    }

    /// <summary>They are in February alone, and no common year has one.</summary>
    public bool AreInLeapYearsOnly => _cron.Months == 1 << 2 && Enumerable.Range(0, 7).All(first => Days(28, first) == 0);

    protected override uint Days(in Month month) => Days(month.Length, month.FirstWeekday);

    private static Kind KindOf(CronFields cron) => cron.Traits.HasFlag(CronTraits.AnyDay | CronTraits.AnyWeekday)
        ? Kind.EveryDay
        : cron.HasSpecialDays ? Kind.Special : Kind.Plain;

    private uint Days(int length, int firstWeekday)
    {
        var all = (uint)((2UL << length) - 2);
        if (_kind == Kind.EveryDay) return all;
        var days = _cron.Days;
        var weekdays = Weekdays.Days(_cron.Weekdays, firstWeekday);
        if (_kind == Kind.Special)
        {
            days |= SpecialDays(length, firstWeekday);
            weekdays |= SpecialWeekdays(length, firstWeekday);
        }

        const CronTraits both = CronTraits.AnyDay | CronTraits.AnyWeekday | CronTraits.Both;
        return ((_cron.Traits & both) == CronTraits.None ? days | weekdays : days & weekdays) & all;
    }

    private uint SpecialDays(int length, int firstWeekday)
    {
        var days = 0u;
        for (var rest = _cron.LastDays; rest != 0; rest &= rest - 1)
        {
            var day = length - BitOperations.TrailingZeroCount(rest);
            if (day > 0) days |= 1u << day;
        }

        for (var rest = _cron.NearestToLast; rest != 0; rest &= rest - 1)
        {
            var day = length - BitOperations.TrailingZeroCount(rest);
            if (day > 0) days |= 1u << Weekdays.Nearest(day, length, firstWeekday);
        }

        for (var rest = _cron.NearestTo; rest != 0; rest &= rest - 1)
        {
            var day = BitOperations.TrailingZeroCount(rest);
            if (day <= length) days |= 1u << Weekdays.Nearest(day, length, firstWeekday);
        }

        return days;
    }

    private uint SpecialWeekdays(int length, int firstWeekday)
    {
        var days = 0u;
        for (var rest = _cron.NthWeekdays; rest != 0; rest &= rest - 1)
        {
            var nth = Math.DivRem(BitOperations.TrailingZeroCount(rest), 7, out var weekday);
            var day = 1 + (weekday - firstWeekday + 7) % 7 + nth * 7;
            if (day <= length) days |= 1u << day;
        }

        var lastWeekday = (firstWeekday + length - 1) % 7;
        for (var rest = (uint)_cron.LastWeekdays; rest != 0; rest &= rest - 1)
            days |= 1u << (length - (lastWeekday - BitOperations.TrailingZeroCount(rest) + 7) % 7);
        return days;
    }
}
