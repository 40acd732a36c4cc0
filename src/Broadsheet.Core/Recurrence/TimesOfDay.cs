using System.Numerics;

namespace Broadsheet.Core.Recurrence;

/// <summary>The times of a day as seconds since midnight: a product of hours, minutes and seconds, or a list. Immutable.</summary>
internal sealed class TimesOfDay
{
    /// <summary>There is none left on this day.</summary>
    public const int None = -1;

    private readonly ulong _seconds;
    private readonly ulong _minutes;
    private readonly uint _hours;
    private readonly int[]? _list;

    public TimesOfDay(CronFields cron)
    {
        (_seconds, _minutes, _hours) = (cron.Seconds, cron.Minutes, cron.Hours);
        First = BitOperations.TrailingZeroCount(_hours) * 3600 + FirstOfHour();
    }

    /// <param name="list">Ascending and distinct, 0 to 86,399; not empty.</param>
    public TimesOfDay(int[] list)
    {
        _list = list;
        First = list[0];
    }

    /// <summary>The earliest.</summary>
    public int First { get; }

    /// <summary>The first at <paramref name="second"/> or later, or <see cref="None"/>.</summary>
    public int OnOrAfter(int second)
    {
        if (second <= First) return First;
        if (_list is not null) return InList(second);
        var hour = second / 3600;
        var minute = second / 60 - hour * 60;
        var rest = _seconds >> (second - hour * 3600 - minute * 60);
        if (rest != 0 && (_hours >> hour & 1) != 0 && (_minutes >> minute & 1) != 0)
            return second + BitOperations.TrailingZeroCount(rest);
        return FromNextMinute(hour, minute + 1);
    }

    private int FromNextMinute(int hour, int minute)
    {
        if ((_hours >> hour & 1) != 0 && minute < 60)
        {
            var minutes = _minutes >> minute;
            if (minutes != 0)
                return hour * 3600 + (minute + BitOperations.TrailingZeroCount(minutes)) * 60 + BitOperations.TrailingZeroCount(_seconds);
        }

        var hours = hour < 23 ? _hours >> (hour + 1) : 0;
        return hours == 0 ? None : (hour + 1 + BitOperations.TrailingZeroCount(hours)) * 3600 + FirstOfHour();
    }

    private int FirstOfHour() => BitOperations.TrailingZeroCount(_minutes) * 60 + BitOperations.TrailingZeroCount(_seconds);

    private int InList(int second)
    {
        foreach (var time in _list!)
            if (time >= second) return time;
        return None;
    }
}
