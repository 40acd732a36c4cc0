using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>How close two slots of a rule can come on the wall clock.</summary>
internal static class Frequency
{
    private const int Day = 86_400;

    /// <summary>An error where that is closer than <paramref name="least"/>.</summary>
    public static FieldError? Check(RecurrenceRule rule, Duration least)
    {
        if (least <= Duration.FromSeconds(1)) return null;
        var shortest = Shortest(rule.Slots, (long)Math.Ceiling(least.TotalSeconds));
        if (shortest >= least.TotalSeconds) return null;
        var field = rule.Type == ScheduleType.Cron ? "expression" : "times";
        return new FieldError(field, "too-frequent", $"This runs every {Words(shortest)}; the shortest allowed interval is {Words((long)least.TotalSeconds)}.");
    }

    /// <summary>The shortest distance in seconds, as far as it is below <paramref name="enough"/>.</summary>
    private static long Shortest(LocalSlots slots, long enough)
    {
        var times = slots.Times;
        var shortest = long.MaxValue;
        var last = times.First;
        while (times.OnOrAfter(last + 1) is var time && time != TimesOfDay.None && shortest > 1)
        {
            shortest = Math.Min(shortest, time - last);
            last = time;
        }

        var overNight = times.First + Day - last;
        return overNight < Math.Min(shortest, enough) && RunsOnNeighbours(slots.Dates) ? overNight : shortest;
    }

    private static bool RunsOnNeighbours(Dates dates)
    {
        var day = 0;
        for (var tries = 0; tries < 400; tries++)
        {
            var next = dates.OnOrAfter(day + 1);
            if (next == Dates.None) return false;
            if (next == day + 1 && tries > 0) return true;
            day = next;
        }

        return false;
    }

    private static string Words(long seconds) => seconds switch
    {
        1 => "second",
        60 => "1 minute",
        _ when seconds % 60 == 0 => $"{seconds / 60} minutes",
        _ => $"{seconds} seconds",
    };
}
