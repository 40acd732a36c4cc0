using System.Globalization;

namespace Broadsheet.Core.Recurrence;

/// <summary>Writes cron fields as text: one text for all expressions that mean the same. Reading it gives equal fields.</summary>
internal static class CronText
{
    public static string Of(CronFields cron)
    {
        var minute = TimeField(cron.Minutes, 59, cron.IsInterval);
        var hour = TimeField(cron.Hours, 23, cron.IsInterval);
        var second = cron.Seconds == 1 ? null : TimeField(cron.Seconds, 59, cron.IsInterval);

        // The bit that daylight saving asks for must survive where no field is left to show it.
        if (cron.IsInterval && !ShowsInterval(minute) && !ShowsInterval(hour) && !(second is not null && ShowsInterval(second)))
            hour = AsRange(hour);
        var text = $"{minute} {hour} {DayOfMonth(cron)} {Months(cron.Months)} {DayOfWeek(cron)}";
        return second is null ? text : $"{second} {text}";
    }

    public static string Months(ushort months) => months == Dates.EveryMonth ? "*" : List(months, ranges: true);

    private static string TimeField(ulong bits, int max, bool interval)
    {
        if (!interval) return List(bits, ranges: false);
        if (bits == ulong.MaxValue >> (63 - max)) return "*";
        return Step(bits, 0, max) ?? List(bits, ranges: true);
    }

    private static string DayOfMonth(CronFields cron)
    {
        if ((cron.Traits & CronTraits.AnyDay) != CronTraits.None) return "*";
        var items = new List<string>();
        if (cron.Days != 0) items.Add(Step(cron.Days, 1, 31) ?? List(cron.Days, ranges: true));
        items.AddRange(Bits(cron.NearestTo).Select(day => $"{Number(day)}W"));
        items.AddRange(Bits(cron.LastDays).Select(before => before == 0 ? "L" : $"L-{Number(before)}"));
        items.AddRange(Bits(cron.NearestToLast).Select(before => before == 0 ? "LW" : $"L-{Number(before)}W"));
        return string.Join(',', items);
    }

    private static string DayOfWeek(CronFields cron)
    {
        if ((cron.Traits & CronTraits.AnyWeekday) != CronTraits.None) return "*";
        var items = new List<string>();
        if (cron.Weekdays != 0) items.Add(List(cron.Weekdays, ranges: true));
        items.AddRange(Bits(cron.NthWeekdays).Select(bit => $"{Number(bit % 7)}#{Number(bit / 7 + 1)}"));
        items.AddRange(Bits(cron.LastWeekdays).Select(day => $"{Number(day)}L"));
        return ((cron.Traits & CronTraits.Both) != CronTraits.None ? "+" : "") + string.Join(',', items);
    }

    private static bool ShowsInterval(string field) => field.AsSpan().ContainsAny("*-/");

    private static string AsRange(string list)
    {
        var comma = list.IndexOf(',', StringComparison.Ordinal);
        var first = comma < 0 ? list : list[..comma];
        return $"{first}-{first}{(comma < 0 ? "" : list[comma..])}";
    }

    /// <summary><c>*/n</c> where that is what the bits are, with three values or two that halve the field; else null.</summary>
    private static string? Step(ulong bits, int min, int max)
    {
        var values = Bits(bits).Take(2).ToList();
        if (values.Count < 2 || values[0] != min) return null;
        var step = values[1] - values[0];
        if (step < 2 || bits != CronRange.Run(min, max, step)) return null;
        return min + 2 * step <= max || 2 * step == max + 1 - min ? $"*/{Number(step)}" : null;
    }

    /// <summary>Ascending values; with <paramref name="ranges"/>, three and more in a row as first-last.</summary>
    private static string List(ulong bits, bool ranges)
    {
        var items = new List<string>();
        var values = Bits(bits).ToList();
        for (var i = 0; i < values.Count; i++)
        {
            var last = i;
            while (ranges && last + 1 < values.Count && values[last + 1] == values[last] + 1) last++;
            if (last - i >= 2)
            {
                items.Add($"{Number(values[i])}-{Number(values[last])}");
                i = last;
            }
            else
            {
                items.Add(Number(values[i]));
            }
        }

        return string.Join(',', items);
    }

    private static IEnumerable<int> Bits(ulong bits)
    {
        for (var bit = 0; bit < 64; bit++)
            if ((bits >> bit & 1) != 0) yield return bit;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
