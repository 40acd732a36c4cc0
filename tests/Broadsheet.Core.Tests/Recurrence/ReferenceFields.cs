using System.Globalization;
using Broadsheet.Core.Recurrence;

namespace Broadsheet.Core.Tests.Recurrence;

/// <summary>The fields of a right cron text, read the slow way: cut into items, each of them a list of values.</summary>
internal static class ReferenceFields
{
    public static CronFields Of(string text)
    {
        var tokens = text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (tokens.Length == 5) tokens = ["0", .. tokens];
        var (days, weekdays) = (tokens[3].ToUpperInvariant(), tokens[5].ToUpperInvariant());
        var draft = new CronDraft
        {
            Seconds = Bits(tokens[0], 0, 59), Minutes = Bits(tokens[1], 0, 59), Hours = (uint)Bits(tokens[2], 0, 23),
            Months = (ushort)Bits(tokens[4].ToUpperInvariant(), 1, 12),
        };
        if (tokens.Take(3).Any(t => t.AsSpan().ContainsAny("*-/"))) draft.Traits |= CronTraits.Interval;
        if (days is "*" or "?") draft.Traits |= CronTraits.AnyDay;
        if (weekdays is "*" or "?") draft.Traits |= CronTraits.AnyWeekday;
        if (weekdays[0] == '+') draft.Traits |= CronTraits.Both;
        foreach (var item in days.Split(',')) AddDay(ref draft, item);
        foreach (var item in weekdays.TrimStart('+').Split(',')) AddWeekday(ref draft, item);
        return new CronFields(draft);
    }

    private static void AddDay(ref CronDraft draft, string item)
    {
        var before = item.StartsWith("L-", StringComparison.Ordinal) ? Number(item[2..].TrimEnd('W')) : 0;
        if (item == "?") draft.Days |= (uint)Bits("*", 1, 31);
        else if (item[0] == 'L' && item[^1] == 'W') draft.NearestToLast |= 1u << before;
        else if (item[0] == 'L') draft.LastDays |= 1u << before;
        else if (item[^1] == 'W') draft.NearestTo |= 1u << Number(item[..^1]);
        else draft.Days |= (uint)Bits(item, 1, 31);
    }

    private static void AddWeekday(ref CronDraft draft, string item)
    {
        var sharp = item.IndexOf('#', StringComparison.Ordinal);
        if (item == "?") draft.Weekdays = Weekdays.All;
        else if (sharp >= 0) draft.NthWeekdays |= 1UL << ((Number(item[(sharp + 1)..]) - 1) * 7 + Number(item[..sharp]) % 7);
        else if (item[^1] == 'L') draft.LastWeekdays |= (byte)(1 << (Number(item[..^1]) % 7));
        else foreach (var value in Values(item, 0, 7, 6)) draft.Weekdays |= (byte)(1 << (value % 7));
    }

    private static ulong Bits(string field, int min, int max) =>
        field.Split(',').SelectMany(item => Values(item, min, max, max)).Aggregate(0UL, (bits, value) => bits | 1UL << value);

    private static IEnumerable<int> Values(string item, int min, int max, int wrap)
    {
        var parts = item.Split('/');
        var step = parts.Length == 2 ? Number(parts[1]) : 1;
        var ends = parts[0].Split('-');
        var first = parts[0] == "*" ? min : Number(ends[0]);
        var last = parts[0] == "*" ? wrap : ends.Length == 2 ? Number(ends[1]) : parts.Length == 2 ? max : first;
        var values = first <= last ? Run(first, last) : [.. Run(first, wrap), .. Run(min, last)];
        return values.Where((_, i) => i % step == 0);
    }

    private static List<int> Run(int first, int last) => [.. Enumerable.Range(0, 64).Where(v => v >= first && v <= last)];

    private static int Number(string text)
    {
        if (char.IsAsciiDigit(text[0])) return int.Parse(text, CultureInfo.InvariantCulture);
        var weekday = CronName.Weekdays.ToList().IndexOf(text);
        return weekday >= 0 ? weekday : CronName.Months.ToList().IndexOf(text) + 1;
    }
}
