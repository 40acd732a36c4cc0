using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>What a phrase has said so far, slot by slot and in any order.</summary>
internal sealed class PhraseDraft
{
    public PhraseUnit Unit { get; set; }

    public int Every { get; set; } = 1;

    public TextSpan UnitSpan { get; set; }

    /// <summary>"Twice a week": how many of something, in which unit.</summary>
    public (int Count, PhraseUnit Unit, TextSpan Span)? Count { get; set; }

    /// <summary>"Biweekly": fine with days, a question without.</summary>
    public TextSpan? Biweekly { get; set; }

    public byte Weekdays { get; set; }

    public byte ExceptWeekdays { get; set; }

    public TextSpan? WeekdaysSpan { get; set; }

    public TextSpan? ExceptSpan { get; set; }

    /// <summary>A single weekday was named, not "weekdays".</summary>
    public bool NamesWeekday { get; set; }

    /// <summary>Bits as in <see cref="MonthlyOn.Days"/>.</summary>
    public uint Days { get; set; }

    /// <summary>Bits as in <see cref="MonthlyOn.LastDays"/>.</summary>
    public uint LastDays { get; set; }

    public uint BusinessDays { get; set; }

    public uint BusinessDaysFromEnd { get; set; }

    public TextSpan? DaysSpan { get; set; }

    public List<PhraseNth> Nths { get; } = [];

    /// <summary>"Jan 1 and Jul 1": days with their month.</summary>
    public List<(int Day, int Month)> Dates { get; } = [];

    /// <summary>Bits as in <see cref="CronFields.NearestTo"/>.</summary>
    public uint NearestTo { get; set; }

    /// <summary>Bits as in <see cref="CronFields.NearestToLast"/>.</summary>
    public uint NearestToLast { get; set; }

    public ushort Months { get; set; }

    public ushort ExceptMonths { get; set; }

    /// <summary>Said with "of the month", "of the quarter" or "of the year".</summary>
    public PhraseUnit Of { get; set; }

    public List<PhraseTime> Times { get; } = [];

    /// <summary>Days and the times that followed them, where times are given more than once; weekdays are 0 for days of the month.</summary>
    public List<(byte Weekdays, TextSpan Span, int FirstTime)> Segments { get; } = [];

    /// <summary><c>morning</c>, <c>afternoon</c>, <c>evening</c> or <c>night</c>, where they are not said of one time.</summary>
    public List<string> PartsOfDay { get; } = [];

    /// <summary>"Midnight", which beside a weekday is a question.</summary>
    public TextSpan? MidnightSpan { get; set; }

    /// <summary>"24:00", which is midnight as a day ends.</summary>
    public TextSpan? EndOfDaySpan { get; set; }

    /// <summary>"At 20 past": bits 0 to 59.</summary>
    public ulong MinutesPast { get; set; }

    /// <summary>Said as "business hours".</summary>
    public bool HasBusinessHours { get; set; }

    /// <summary>"Half-yearly": every 6 months, or twice a year where the months are named.</summary>
    public TextSpan? HalfYearly { get; set; }

    /// <summary>"Every 4 hours starting at 2am".</summary>
    public int? FirstTime { get; set; }

    public PhraseWindow? Window { get; set; }

    public PhraseClockSets? ClockSets { get; set; }

    public LocalDate? Start { get; set; }

    /// <summary>The start was a month without a year: "from March".</summary>
    public bool StartsWithMonth { get; set; }

    public LocalDate? End { get; set; }

    public TextSpan? EndSpan { get; set; }

    public LocalDate? Anchor { get; set; }

    public DateTimeZone? Zone { get; set; }

    public bool HasOpenBracket { get; set; }

    public List<string> Exclude { get; } = [];

    public WhenExcluded WhenExcluded { get; set; }

    public Duration Jitter { get; set; }

    /// <summary>"As well as" or "only if it is": only cron says both kinds of days at once.</summary>
    public bool HasEither { get; set; }

    public bool HasBoth { get; set; }

    /// <summary>Marked as cron, where the words alone would say a configuration.</summary>
    public bool IsCron { get; set; }

    /// <summary>What happens in months without the day was said.</summary>
    public bool SaysMissing { get; set; }

    public bool LastIfMissing { get; set; }

    public List<PhraseNote> Notes { get; } = [];

    public bool HasMonthDays => (Days | LastDays | BusinessDays | BusinessDaysFromEnd) != 0 || Nths.Count > 0 || Dates.Count > 0;

    public bool IsCronOnly => HasEither || HasBoth || (NearestTo | NearestToLast) != 0;

    public void Note(string code, string text)
    {
        if (!Notes.Exists(n => n.Code == code && n.Text == text)) Notes.Add(new PhraseNote(code, text));
    }

    public void AddWeekdays(byte days, TextSpan span)
    {
        AddSegment(days, span);
        Weekdays |= days;
        WeekdaysSpan = Union(WeekdaysSpan, span);
    }

    /// <summary>Days of the month, of whatever kind, were said here.</summary>
    public void AddDays(TextSpan span)
    {
        AddSegment(0, span);
        DaysSpan = Union(DaysSpan, span);
    }

    /// <summary>Says a part of the day of the times before it that have none; else of what follows.</summary>
    public void AddPartOfDay(string part)
    {
        var at = Times.FindIndex(t => t.Part is null);
        if (at < 0 && !PartsOfDay.Contains(part)) PartsOfDay.Add(part);
        for (; at >= 0 && at < Times.Count; at++)
            if (Times[at].Part is null) Times[at] = Times[at] with { Part = part };
    }

    public void AddSegment(byte weekdays, TextSpan span)
    {
        if (Segments.Count == 0 || Times.Count > Segments[^1].FirstTime) Segments.Add((weekdays, span, Times.Count));
        else Segments[^1] = ((byte)(Segments[^1].Weekdays | weekdays), Union(Segments[^1].Span, span), Segments[^1].FirstTime);
    }

    public static TextSpan Union(TextSpan? first, TextSpan second) =>
        first is { } span ? new TextSpan(Math.Min(span.Start, second.Start), Math.Max(span.End, second.End)) : second;
}
