namespace Broadsheet.Core.Recurrence;

/// <summary>Weekdays of every so many weeks, which begin on Monday, from the week of an anchor.</summary>
internal sealed class WeeklyDates : Dates
{
    private readonly byte _weekdays;
    private readonly int _every;
    private readonly int _anchorMonday;

    public WeeklyDates(ushort months, byte weekdays, int every, int? anchor)
        : base(months, anchor: anchor)
    {
        (_weekdays, _every, _anchorMonday) = (weekdays, every, MondayOf(anchor ?? 0));
        IsEveryDay = every == 1 && months == EveryMonth && weekdays == Weekdays.All && anchor is null;
        if (every == 1 && months == EveryMonth) Repeats(weekdays);
        else if (every == 1) Repeats((length, first) => Weekdays.Days(weekdays, first) & (uint)((2UL << length) - 2));
    }

    protected override uint Days(in Month month)
    {
        var days = Weekdays.Days(_weekdays, month.FirstWeekday) & month.All;
        if (_every == 1) return days;
        var weeks = 0u;
        var cycle = 7 * _every;
        var past = (MondayOf(month.FirstDay) - _anchorMonday) % cycle;
        if (past < 0) past += cycle;
        var monday = MondayOf(month.FirstDay) - month.FirstDay + 1 + (past == 0 ? 0 : cycle - past);
        for (; monday <= month.Length; monday += cycle)
            weeks |= monday > 0 ? 0x7Fu << monday : 0x7Fu >> -monday;
        return days & weeks;
    }

    private static int MondayOf(int day) => day - (CivilDay.WeekdayOf(day) + 6) % 7;
}
