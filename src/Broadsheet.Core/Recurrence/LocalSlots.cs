namespace Broadsheet.Core.Recurrence;

/// <summary>
/// The slots of a recurrence on a wall clock that knows no zone: its dates and its times of day. Local time is seconds since
/// 1970-01-01T00:00 of that clock.
/// </summary>
internal sealed class LocalSlots(Dates dates, TimesOfDay times, bool isInterval)
{
    /// <summary>No slot up to the end of year 9999.</summary>
    public const long None = long.MaxValue;

    /// <summary>Daylight saving treats it as an interval, not as a fixed time of day.</summary>
    public bool IsInterval { get; } = isInterval;

    public Dates Dates => dates;

    public TimesOfDay Times => times;

    /// <summary>The first slot at <paramref name="local"/> or later, or <see cref="None"/>.</summary>
    public long OnOrAfter(long local)
    {
        var today = CivilDay.OfSecond(local);
        var time = times.OnOrAfter((int)(local - today * 86_400L));
        var from = time == TimesOfDay.None ? today + 1 : today;
        var day = dates.IsEveryDay && from <= CivilDay.Last ? from : dates.OnOrAfter(from);
        if (day == Dates.None) return None;
        return day * 86_400L + (day == today ? time : times.First);
    }
}
