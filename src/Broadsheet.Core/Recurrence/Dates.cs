using System.Numerics;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// The dates of a recurrence: for any month, one 32-bit mask. A closed union (cron, every N days, every N weeks, days of
/// every N months, and any of these with holidays taken out). Immutable.
/// </summary>
internal abstract class Dates
{
    /// <summary>No such date up to the end of year 9999.</summary>
    public const int None = int.MaxValue;

    public const ushort EveryMonth = 0x1FFE;

    private readonly ushort _months;
    private readonly int _every;
    private readonly int _anchorMonth;
    private readonly int _first;
    private int _week;
    private MonthPattern? _pattern;

    /// <param name="months">Bits 1 to 12: the months that can hold a date.</param>
    /// <param name="every">Only each so many months, counted from that of <paramref name="anchor"/>; 1 or more.</param>
    /// <param name="anchor">The first day that may be one of the dates; null where there is no first.</param>
    protected Dates(ushort months, int every = 1, int? anchor = null)
    {
        _months = months;
        _every = every;
        _first = anchor ?? int.MinValue;
        _anchorMonth = Month.Of(anchor ?? 0, out _).Index;
    }

    /// <summary>Every date there is: no month needs to be looked at.</summary>
    public bool IsEveryDay { get; protected init; }

    /// <summary>The days of <paramref name="month"/>; 0 where the month itself is not one of the recurrence's.</summary>
    public uint In(in Month month)
    {
        if (!Visits(month)) return 0;
        var days = Days(month);
        return month.FirstDay >= _first ? days : _first - month.FirstDay > 30 ? 0 : days & uint.MaxValue << (_first - month.FirstDay + 1);
    }

    /// <summary>The first date that is <paramref name="day"/> or later, or <see cref="None"/>.</summary>
    public virtual int OnOrAfter(int day)
    {
        if (day < _first) day = _first;
        if (day > CivilDay.Last) return None;
        if (IsEveryDay) return day;
        if (_week != 0) return OfWeek(day);
        if (_pattern is not null) return _pattern.OnOrAfter(day);
        var month = Month.Of(day, out var date);
        if (Visits(month))
        {
            var rest = Days(month) >> date;
            if (rest != 0) return day + BitOperations.TrailingZeroCount(rest);
        }

        return After(month.Index);
    }

    /// <summary>The days of a month that <see cref="In"/> has found to be one of the recurrence's.</summary>
    protected abstract uint Days(in Month month);

    /// <summary>These weekdays are dates and nothing else matters.</summary>
    protected void Repeats(byte weekdays) => _week = weekdays | weekdays << 7;

    /// <summary>Nothing matters but the months and what <paramref name="daysOf"/> gives for their length and first weekday.</summary>
    protected void Repeats(Func<int, int, uint> daysOf) => _pattern = new MonthPattern(_months, daysOf);

    private int OfWeek(int day)
    {
        day += BitOperations.TrailingZeroCount(_week >> CivilDay.WeekdayOf(day));
        return day <= CivilDay.Last ? day : None;
    }

    private int After(int index)
    {
        while ((index = Following(index)) < 10_000 * 12)
        {
            var month = new Month(index);
            var days = Days(month);
            if (days != 0) return month.FirstDay + BitOperations.TrailingZeroCount(days) - 1;
        }

        return None;
    }

    private bool Visits(in Month month) =>
        (_months >> month.Number & 1) != 0 && (_every == 1 || (month.Index - _anchorMonth) % _every == 0);

    /// <summary>The next month after <paramref name="index"/> that could hold a date; beyond year 9999 where there is none.</summary>
    private int Following(int index)
    {
        if (_every > 1) return FollowingByStep(index);
        var year = Math.DivRem(index, 12, out var number);
        var rest = _months >> (number + 2);
        if (rest != 0) return index + 1 + BitOperations.TrailingZeroCount(rest);
        return (year + 1) * 12 + BitOperations.TrailingZeroCount(_months) - 1;
    }

    private int FollowingByStep(int index)
    {
        var past = (index - _anchorMonth) % _every;
        if (past < 0) past += _every;
        index += _every - past;
        for (var tries = 0; tries < 12; tries++, index += _every)
            if ((_months >> (index % 12 + 1) & 1) != 0) return index;
        return int.MaxValue;
    }
}
