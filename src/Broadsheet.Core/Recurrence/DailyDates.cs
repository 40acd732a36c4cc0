namespace Broadsheet.Core.Recurrence;

/// <summary>Every so many calendar days from an anchor, in some months or all.</summary>
internal sealed class DailyDates : Dates
{
    private readonly int _every;
    private readonly int _anchor;
    private readonly bool _allMonths;

    public DailyDates(ushort months, int every, int? anchor)
        : base(months, anchor: anchor)
    {
        (_every, _anchor, _allMonths) = (every, anchor ?? 0, months == EveryMonth);
        IsEveryDay = every == 1 && _allMonths && anchor is null;
        if (every == 1 && !_allMonths) Repeats((length, _) => (uint)((2UL << length) - 2));
    }

    public override int OnOrAfter(int day)
    {
        if (!_allMonths || _every == 1) return base.OnOrAfter(day);
        var next = FirstFrom(Math.Max(day, _anchor));
        return next <= CivilDay.Last ? next : None;
    }

    protected override uint Days(in Month month)
    {
        if (_every == 1) return month.All;
        var days = 0u;
        for (var day = FirstFrom(month.FirstDay) - month.FirstDay + 1; day <= month.Length; day += _every) days |= 1u << day;
        return days;
    }

    private int FirstFrom(int day)
    {
        var past = (day - _anchor) % _every;
        return past == 0 ? day : past < 0 ? day - past : day + _every - past;
    }
}
