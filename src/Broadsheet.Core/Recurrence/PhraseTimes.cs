namespace Broadsheet.Core.Recurrence;

/// <summary>Settles the times of day: what is not given, and which half of the day is meant.</summary>
internal sealed class PhraseTimes(PhraseCursor cursor)
{
    private const int Hour = 3600;

    private PhraseDraft Draft => cursor.Draft;

    /// <summary>Ascending and distinct, never empty.</summary>
    public int[] Resolve()
    {
        if (Draft.Times.Count == 0) return [.. Draft.FirstTime is { } first ? [first] : Defaults()];
        var moved = Draft.Times.SelectMany(Moved).Distinct().Order().ToArray();
        if (cursor.Failure is not null) return moved;
        var parts = Draft.PartsOfDay.Concat(Draft.Times.Select(t => t.Part).OfType<string>()).Distinct(StringComparer.Ordinal).ToList();
        if (!moved.SequenceEqual(Draft.Times.Select(t => t.Second).Distinct().Order()))
            Draft.Note("part-of-day", $"Read as {Text(moved)} because of “{string.Join("” and “", parts)}”");
        else if (parts.Count == 0 && Draft.Times.Exists(t => t.IsBare) && !Draft.Times.Exists(t => t.IsExact))
            Draft.Note("bare-hour", $"Read as {Text(moved)} on a 24-hour clock");
        return moved;
    }

    private static string Text(IEnumerable<int> times) => EnglishWords.And([.. times.Select(ClockTime.Text)]);

    private IEnumerable<int> Defaults()
    {
        if (Draft.PartsOfDay.Count == 0)
        {
            Draft.Note("no-time", $"No time given: {ClockTime.Text(9 * Hour)}");
            return [9 * Hour];
        }

        var times = Draft.PartsOfDay.ConvertAll(part => part switch { "afternoon" => 15, "evening" => 19, "night" => 0, _ => 9 } * Hour);
        for (var i = 0; i < times.Count; i++) Draft.Note("part-of-day", $"No time given: {Draft.PartsOfDay[i]} is {ClockTime.Text(times[i])}");
        return times.Distinct().Order();
    }

    /// <summary>The time in each part of the day that it is said of.</summary>
    private IEnumerable<int> Moved(PhraseTime time)
    {
        IReadOnlyList<string> parts = time.Part is { } part ? [part] : Draft.PartsOfDay;
        if (parts.Count == 0) return [time.Second];
        if (!time.IsExact) return parts.Select(p => Moved(time.Second, p));
        if (parts.All(p => IsOutside(time.Second / Hour, p)))
            cursor.Fail("conflict", time.Span, $"{ClockTime.Text(time.Second)} is not in the {parts[0]}.");
        return [time.Second];
    }

    private static bool IsOutside(int hour, string part) => part switch
    {
        "morning" => hour > 12,
        "night" => hour is >= 9 and < 17,
        _ => hour < 12,
    };

    private static int Moved(int second, string part) => (part, second / Hour) switch
    {
        ("afternoon" or "evening", >= 1 and <= 11) => second + 12 * Hour,
        ("night", >= 5 and <= 11) => second + 12 * Hour,
        ("night" or "morning", 12) => second - 12 * Hour,
        _ => second,
    };
}
