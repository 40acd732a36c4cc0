using System.Globalization;
using System.Numerics;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// Cron fields in words: an interval where they are one, times of day where they are few, else field by field. As in cron
/// itself, a range or an "every" in the words of the times is what makes them an interval for daylight saving.
/// </summary>
internal static class CronDescription
{
    private const int FewTimes = 8;
    private const uint AllHours = 0xFF_FFFF;
    private const ulong AllMinutes = ulong.MaxValue >> 4;

    /// <param name="cron">What to say.</param>
    /// <param name="marker">Says that it is cron, where the words alone would be read as a configuration.</param>
    public static string Of(CronFields cron, out string marker)
    {
        marker = "";
        var months = RuleDescription.InMonths(cron.Months);
        if (Interval(cron) is { } interval) return interval + Days(cron) + months;
        if (!IsFew(cron)) return FieldByField(cron) + Days(cron) + months;
        marker = "cron, ";
        return WithTimes(cron, RuleDescription.Times(TimesOf(cron))) + months;
    }

    private static bool IsFew(CronFields cron) => !cron.IsInterval
        && BitOperations.PopCount(cron.Seconds) * BitOperations.PopCount(cron.Minutes) * BitOperations.PopCount(cron.Hours) <= FewTimes;

    private static IEnumerable<int> TimesOf(CronFields cron)
    {
        var times = new TimesOfDay(cron);
        for (var time = times.First; time != TimesOfDay.None; time = times.OnOrAfter(time + 1)) yield return time;
    }

    /// <summary>Simple days come first, as people say them; others follow the times.</summary>
    private static string WithTimes(CronFields cron, string times)
    {
        var (anyDay, anyWeekday) = (Has(cron, CronTraits.AnyDay), Has(cron, CronTraits.AnyWeekday));
        if (anyDay && anyWeekday) return $"every day {times}";
        if (anyDay && cron.LastWeekdays == 0 && cron.NthWeekdays == 0)
            return cron.Weekdays == Weekdays.MondayToFriday ? $"every weekday {times}" : $"every {RuleDescription.WeekdayNames(cron.Weekdays)} {times}";
        return anyWeekday && (cron.NearestTo | cron.NearestToLast) == 0 ? $"{Days(cron).TrimStart()} {times}" : times + Days(cron);
    }

    /// <summary>"Every 15 minutes", "every 2 hours at 20 past", "every hour from 09:00 through 17:00"; null for anything else.</summary>
    private static string? Interval(CronFields cron)
    {
        if (!cron.IsInterval || cron.Seconds != 1) return null;
        if (Step(cron.Minutes, 60) is { } minutes)
        {
            var every = minutes == 1 ? "every minute" : Invariant($"every {minutes} minutes");
            if (cron.Hours == AllHours) return every;
            return Run(cron.Hours, 1) is var (from, to) ? Invariant($"{every} from {from:00}:00 through {to:00}:{60 - minutes:00}") : null;
        }

        if (!BitOperations.IsPow2(cron.Minutes)) return null;
        var minute = BitOperations.Log2(cron.Minutes);
        if (Step(cron.Hours, 24) is { } hours)
        {
            var every = hours == 1 ? "every hour" : Invariant($"every {hours} hours");
            return minute == 0 ? every : Invariant($"{every} at {minute} past");
        }

        return Spaced(cron.Hours) is var (step, first, last)
            ? Invariant($"every {(step == 1 ? "hour" : $"{step} hours")} from {first:00}:{minute:00} through {last:00}:{minute:00}") : null;
    }

    /// <summary>The step that fills a field evenly from zero: 1 for every value, at most half of it; else null.</summary>
    private static int? Step(ulong bits, int size)
    {
        if ((bits & 1) == 0) return null;
        var rest = bits & ~1UL;
        if (rest == 0) return null;
        var step = BitOperations.TrailingZeroCount(rest);
        return size % step == 0 && bits == CronRange.Run(0, size - 1, step) ? step : null;
    }

    private static (int From, int To)? Run(uint hours, int step)
    {
        var (from, to) = (BitOperations.TrailingZeroCount(hours), BitOperations.Log2(hours));
        return hours == (uint)CronRange.Run(from, to, step) ? (from, to) : null;
    }

    private static (int Step, int From, int To)? Spaced(uint hours)
    {
        var rest = hours & (hours - 1);
        if (rest == 0) return null;
        var step = BitOperations.TrailingZeroCount(rest) - BitOperations.TrailingZeroCount(hours);
        if (24 % step != 0) return null;
        return Run(hours, step) is var (from, to) ? (step, from, to) : null;
    }

    private static string FieldByField(CronFields cron)
    {
        var seconds = cron.Seconds == 1 ? "" : Values("second", cron.Seconds, AllMinutes, cron.IsInterval) + " of ";
        var minutes = Values("minute", cron.Minutes, AllMinutes, cron.IsInterval);
        var hours = Values("hour", cron.Hours, AllHours, cron.IsInterval);
        var words = seconds + minutes + " of " + hours;
        var shown = !cron.IsInterval || words.Contains(" to ", StringComparison.Ordinal) || words.Contains("every", StringComparison.Ordinal);
        if (!shown)
        {
            var first = BitOperations.TrailingZeroCount(cron.Hours);
            hours = Values("hour", cron.Hours & ~(1u << first), AllHours, interval: true);
            var rest = cron.Hours == 1u << first ? "" : ", " + hours["hours ".Length..];
            words = Invariant($"{seconds}{minutes} of hours {first} to {first}{rest}");
        }

        return "at " + words;
    }

    private static string Values(string unit, ulong bits, ulong all, bool interval)
    {
        if (interval && bits == all) return $"every {unit}";
        var items = new List<string>();
        for (var value = 0; value < 60; value++)
        {
            if ((bits >> value & 1) == 0) continue;
            var last = value;
            while (interval && last < 59 && (bits >> (last + 1) & 1) != 0) last++;
            items.Add(last == value ? Invariant($"{value}") : Invariant($"{value} to {last}"));
            value = last;
        }

        return $"{unit}s {EnglishWords.And(items)}";
    }

    /// <summary>With a space before; empty where every day is meant.</summary>
    private static string Days(CronFields cron)
    {
        var days = new List<string>();
        if (!Has(cron, CronTraits.AnyDay))
        {
            var numbered = EnglishWords.And([.. MonthDayWords.Numbered(cron.Days, cron.LastDays)]);
            if (numbered.Length > 0) days.Add(numbered + " of every month");
            for (var day = 1; day <= 31; day++)
                if ((cron.NearestTo >> day & 1) != 0) days.Add($"the weekday nearest the {EnglishWords.Ordinal(day)}");
            for (var before = 0; before <= 30; before++)
                if ((cron.NearestToLast >> before & 1) != 0) days.Add($"the weekday nearest {MonthDayWords.BeforeLast(before)}");
        }

        var weekdays = Has(cron, CronTraits.AnyWeekday) ? [] : WeekdayItems(cron).ToList();
        if (days.Count == 0 && weekdays.Count == 0) return "";
        var either = " as well as ";
        if (Has(cron, CronTraits.Both)) return $" on {string.Join(either, days)} only if it is {string.Join(either, weekdays)}";
        return $" on {string.Join(either, days.Concat(weekdays))}";
    }

    private static IEnumerable<string> WeekdayItems(CronFields cron)
    {
        if (cron.Weekdays != 0) yield return cron.Weekdays == Weekdays.MondayToFriday ? "weekdays" : RuleDescription.WeekdayNames(cron.Weekdays);
        for (var bit = 0; bit < 35; bit++)
            if ((cron.NthWeekdays >> bit & 1) != 0) yield return $"the {MonthDayWords.Ordinal(bit / 7 + 1)} {EnglishWords.Weekdays[bit % 7]} of every month";
        for (var day = 0; day < 7; day++)
            if ((cron.LastWeekdays >> day & 1) != 0) yield return $"the last {EnglishWords.Weekdays[day]} of every month";
    }

    private static bool Has(CronFields cron, CronTraits trait) => (cron.Traits & trait) != CronTraits.None;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
