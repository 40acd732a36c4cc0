namespace Broadsheet.Core.Recurrence;

/// <summary>Settles the times of day: what is not given, and which half of the day is meant.</summary>
internal sealed class PhraseTimes(PhraseCursor cursor)
{
    private const int Hour = 3600;

    /// <summary>Ascending and distinct, never empty.</summary>
    public int[] Resolve()
    {
        var draft = cursor.Draft;
        if (draft.Times.Count == 0) return [draft.FirstTime ?? Default(draft)];
        var moved = draft.Times.Select(t => Moved(t, draft.PartOfDay)).ToList();
        if (!moved.SequenceEqual(draft.Times.Select(t => t.Second)))
            draft.Note("part-of-day", $"Read as {EnglishWords.And([.. moved.Select(ClockTime.Text)])} because of “{draft.PartOfDay}”");
        else if (draft.PartOfDay is null && draft.Times.Exists(t => t.IsBare) && !draft.Times.Exists(t => t.IsExact))
            draft.Note("bare-hour", $"Read as {EnglishWords.And([.. moved.Select(ClockTime.Text)])} on a 24-hour clock");
        return [.. moved.Distinct().Order()];
    }

    private static int Default(PhraseDraft draft)
    {
        var time = draft.PartOfDay switch { "afternoon" => 15, "evening" => 19, "night" => 0, _ => 9 } * Hour;
        if (draft.PartOfDay is { } part) draft.Note("part-of-day", $"No time given: {part} is {ClockTime.Text(time)}");
        else draft.Note("no-time", $"No time given: {ClockTime.Text(time)}");
        return time;
    }

    private static int Moved(PhraseTime time, string? part)
    {
        if (time.IsExact || part is null) return time.Second;
        var hour = time.Second / Hour;
        return part switch
        {
            "afternoon" or "evening" when hour is >= 1 and <= 11 => time.Second + 12 * Hour,
            "night" when hour is >= 5 and <= 11 => time.Second + 12 * Hour,
            "night" or "morning" when hour == 12 => time.Second - 12 * Hour,
            _ => time.Second,
        };
    }
}
