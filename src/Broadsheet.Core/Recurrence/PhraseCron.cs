namespace Broadsheet.Core.Recurrence;

/// <summary>Makes cron fields of a phrase: intervals, and the days that only cron can say.</summary>
internal sealed class PhraseCron(PhraseCursor cursor)
{
    private const ulong AllMinutes = ulong.MaxValue >> 4;
    private const uint AllHours = 0xFF_FFFF;

    private PhraseDraft Draft => cursor.Draft;

    /// <summary>Null with the cursor stopped.</summary>
    public CronFields? Fixed(int[] times)
    {
        ulong seconds = 0, minutes = 0;
        uint hours = 0;
        foreach (var time in times)
        {
            seconds |= 1UL << (time % 60);
            minutes |= 1UL << (time / 60 % 60);
            hours |= 1u << (time / 3600);
        }

        var product = System.Numerics.BitOperations.PopCount(seconds) * System.Numerics.BitOperations.PopCount(minutes) * System.Numerics.BitOperations.PopCount(hours);
        if (product != times.Length && cursor.Fail("unsupported", Draft.Times.Count > 0 ? Draft.Times[0].Span : default, "These times are no single cron expression: every hour must have the same minutes."))
            return null;
        return WithDays(new CronDraft { Seconds = seconds, Minutes = minutes, Hours = hours });
    }

    /// <summary>Null with the cursor stopped.</summary>
    public CronFields? Interval()
    {
        if (Draft.Times.Count > 0 && cursor.Fail("conflict", Draft.Times[0].Span, "An interval has no times of its own; write “from 09:00 to 17:00” for the hours it covers."))
            return null;
        var draft = new CronDraft { Seconds = 1, Minutes = 1, Hours = AllHours, Traits = CronTraits.Interval };
        if (Draft.ClockSets is { } sets)
            draft = draft with { Seconds = sets.Seconds, Minutes = sets.Minutes, Hours = sets.Hours, Traits = sets.IsInterval ? CronTraits.Interval : CronTraits.None };
        else if (Draft.Unit == PhraseUnit.Second) draft = draft with { Seconds = Steps(60, Draft.Every), Minutes = AllMinutes };
        else if (Draft.Unit == PhraseUnit.Minute && Draft.Every < 60) draft.Minutes = MinuteSteps();
        else if (!Hours(ref draft)) return null;
        if (Draft.ClockSets is null && Draft.Window is { } window && !Window(ref draft, window)) return null;
        return WithDays(draft);
    }

    private static ulong Steps(int size, int step)
    {
        var bits = 0UL;
        for (var value = 0; value < size; value += step) bits |= 1UL << value;
        return bits;
    }

    private ulong MinuteSteps()
    {
        if (Draft.MinutesPast != 0) cursor.Fail("conflict", Draft.UnitSpan, "Minutes past the hour go with hours: every hour at 20 past.");
        if (Draft.FirstTime is not { } first) return Steps(60, Draft.Every);
        Draft.Note("all-day", "This goes on all day and night; for certain hours write “from 09:00 to 17:00”");
        return Steps(60, Draft.Every) << (first / 60 % Draft.Every);
    }

    private bool Hours(ref CronDraft draft)
    {
        var every = Draft.Unit == PhraseUnit.Minute ? Draft.Every / 60 : Draft.Every;
        draft.Minutes = Draft.MinutesPast == 0 ? 1UL : Draft.MinutesPast;
        draft.Hours = (uint)Steps(24, every);
        if (Draft.FirstTime is not { } first) return true;
        draft.Hours = 0;
        for (var i = 0; i < 24 / every; i++) draft.Hours |= 1u << ((first / 3600 + i * every) % 24);
        draft.Minutes = 1UL << (first / 60 % 60);
        if (every > 1) draft.Traits = CronTraits.None;
        return true;
    }

    private bool Window(ref CronDraft draft, PhraseWindow window)
    {
        if (Draft.FirstTime is not null) return !cursor.Fail("conflict", window.Span, "This says twice at what time the interval starts.");
        var crosses = window.To <= window.From && !(window.To == 0 && window.From > 0);
        var ok = Draft.Unit is PhraseUnit.Hour || Draft.Every >= 60 ? HourWindow(ref draft, window) : MinuteWindow(ref draft, window);
        if (!ok) return !cursor.Fail("unsupported", window.Span, "A window starts and ends on a full hour, or with “through” at its last run.");
        if (crosses) Draft.Note("crosses-midnight", "The hours go over midnight");
        return true;
    }

    /// <summary>Steps under an hour: the end is exclusive, or its last slot with "through".</summary>
    private bool MinuteWindow(ref CronDraft draft, PhraseWindow window)
    {
        if (window.From % 3600 != 0) return false;
        var lastMinute = System.Numerics.BitOperations.Log2(draft.Minutes);
        if (!window.Through && window.To % 3600 == 59 * 60) window = window with { To = window.To + 60 };
        else if (!window.Through) NoteEnd(window);
        if (window.Through ? window.To % 3600 != lastMinute * 60 : window.To % 3600 != 0) return false;
        var (from, to) = (window.From / 3600, window.Through ? window.To / 3600 : (window.To / 3600 + 23) % 24);
        draft.Hours = Run(from, to, 1);
        return true;
    }

    private void NoteEnd(PhraseWindow window)
    {
        if (Draft.HasBusinessHours) Draft.Note("business-hours", "Business hours are Monday to Friday from 09:00, and end before 17:00");
        else Draft.Note("range-end", $"{ClockTime.Text(window.To)} itself is not included");
    }

    /// <summary>Steps of hours: the end is the last slot where one falls on it.</summary>
    private bool HourWindow(ref CronDraft draft, PhraseWindow window)
    {
        var every = Draft.Unit == PhraseUnit.Minute ? Draft.Every / 60 : Draft.Every;
        if (Draft.HasBusinessHours) Draft.Note("business-hours", "Business hours are Monday to Friday from 09:00 to 17:00");
        draft.Minutes = Draft.MinutesPast != 0 ? Draft.MinutesPast : 1UL << (window.From / 60 % 60);
        var (first, last) = (System.Numerics.BitOperations.TrailingZeroCount(draft.Minutes), System.Numerics.BitOperations.Log2(draft.Minutes));
        var until = window.To / 60 % 60 >= last ? window.To / 3600 : (window.To / 3600 + 23) % 24;
        draft.Hours = Run(window.From / 3600, until, every);
        return window.From % 60 == 0 && window.From / 60 % 60 <= first && (window.To / 60 % 60 >= last || window.To % 3600 == 0);
    }

    private static uint Run(int from, int to, int step)
    {
        var hours = 0u;
        var count = (to - from + 24) % 24;
        for (var i = 0; i <= count; i += step) hours |= 1u << ((from + i) % 24);
        return hours;
    }

    private CronFields? WithDays(CronDraft draft)
    {
        if ((Draft.BusinessDays | Draft.BusinessDaysFromEnd) != 0 && Unsupported("Business days of a month go with times of day, not with an interval.")) return null;
        if (Draft.Every > 1 && Draft.Unit is PhraseUnit.Day or PhraseUnit.Week or PhraseUnit.Month && Unsupported("Cron can't count days, weeks or months.")) return null;
        draft.Days = Draft.Days;
        foreach (var (day, _) in Draft.Dates) draft.Days |= 1u << day;
        (draft.LastDays, draft.NearestTo, draft.NearestToLast) = (Draft.LastDays, Draft.NearestTo, Draft.NearestToLast);
        if (!Weekdays(ref draft)) return null;
        if ((draft.Days | draft.LastDays | draft.NearestTo | draft.NearestToLast) == 0) (draft.Days, draft.Traits) = (0xFFFF_FFFE, draft.Traits | CronTraits.AnyDay);
        if ((draft.Weekdays | draft.LastWeekdays) == 0 && draft.NthWeekdays == 0) (draft.Weekdays, draft.Traits) = (Recurrence.Weekdays.All, draft.Traits | CronTraits.AnyWeekday);
        if (Draft.HasBoth) draft.Traits |= CronTraits.Both;
        var months = Draft.Months;
        foreach (var (_, month) in Draft.Dates) months |= (ushort)(1 << month);
        draft.Months = (ushort)((months == 0 ? Recurrence.Dates.EveryMonth : months) & ~Draft.ExceptMonths);
        var cron = new CronFields(draft);
        if (new CronDates(cron).OnOrAfter(CivilDay.First) != Recurrence.Dates.None) return cron;
        cursor.Fail("never-fires", new TextSpan(0, cursor.Text.Length), "No month has such a day, so this never runs.");
        return null;
    }

    private bool Weekdays(ref CronDraft draft)
    {
        draft.Weekdays = Draft.Weekdays;
        if (Draft.ExceptWeekdays != 0) draft.Weekdays = (byte)((Draft.Weekdays == 0 ? Recurrence.Weekdays.All : Draft.Weekdays) & ~Draft.ExceptWeekdays);
        foreach (var group in Draft.Nths)
        {
            if ((group.FromEnd & ~(1 << 1)) != 0) return !Unsupported("Cron counts weekdays from the start of the month, and knows the last.");
            for (var nth = 1; nth <= 5; nth++)
                if ((group.Nth >> nth & 1) != 0) draft.NthWeekdays |= (ulong)group.Weekdays << ((nth - 1) * 7);
            if (group.FromEnd != 0) draft.LastWeekdays |= group.Weekdays;
        }

        return true;
    }

    private bool Unsupported(string message) => cursor.Fail("unsupported", Draft.UnitSpan, message);
}
