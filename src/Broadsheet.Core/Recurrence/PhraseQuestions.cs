using System.Globalization;

namespace Broadsheet.Core.Recurrence;

/// <summary>What a phrase leaves open in a way that must not be guessed.</summary>
internal sealed class PhraseQuestions(PhraseCursor cursor)
{
    private PhraseDraft Draft => cursor.Draft;

    /// <summary>True where a question stops the phrase.</summary>
    public bool Ask() => WhichWeekday() || Contradicts() || Biweekly() || Counts() || Midnight() || DaysOfTwoKinds() || TimesPerDay() || Uneven() || DatesThatDiffer();

    private string Without(TextSpan span) => (cursor.Text[..span.Start] + cursor.Text[span.End..]).Trim();

    private string Times() => Draft.Times.Count == 0 ? "" : " at " + EnglishWords.And([.. Draft.Times.Select(t => ClockTime.Text(t.Second))]);

    /// <summary>"Monthly on Monday": a weekday comes four or five times a month.</summary>
    private bool WhichWeekday()
    {
        if (Draft.Unit is not (PhraseUnit.Month or PhraseUnit.Quarter or PhraseUnit.Year) || Draft.Weekdays == 0 || Draft.HasMonthDays || Draft.IsCronOnly) return false;
        var period = Draft.Every > 1 ? "month" : Draft.Unit.ToString().ToLowerInvariant();
        var every = Draft.Every == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"every {Draft.Every} {Draft.Unit.ToString().ToLowerInvariant()}s on the ");
        var of = Draft.Every > 1 || Draft.Months != 0 ? "" : $" of the {period}";
        var days = EnglishWords.And([.. Enumerable.Range(0, 7).Where(d => (Draft.Weekdays >> d & 1) != 0).Select(d => EnglishWords.Weekdays[d])]);
        var months = RuleDescription.InMonths(Draft.Months == 0 ? Dates.EveryMonth : Draft.Months);
        return cursor.Ask("nth-missing", Draft.WeekdaysSpan!.Value, $"Which {days} of the {period}?",
            $"{every}first {days}{of}{months}{Times()}", $"{every}last {days}{of}{months}{Times()}", $"every {days}{months}{Times()}");
    }

    /// <summary>True, with the cursor stopped, where two things were said that can't both hold.</summary>
    private bool Contradicts()
    {
        if (Draft.MinutesPast != 0 && Draft.Times.Count > 0)
            return cursor.Fail("conflict", Draft.Times[0].Span, "Minutes past the hour and a time of day can't both be meant; write “every hour at 20 past” or “at 09:20”.");
        if (Draft.EndOfDaySpan is { } end && (Draft.Weekdays != 0 || Draft.HasMonthDays || Draft.Unit is not PhraseUnit.Day))
            return cursor.Fail("time-out-of-range", end, "Hours go from 0 to 23; the end of a day is 00:00 of the next.");
        if (Draft.Unit == PhraseUnit.Day && Draft.Every > 1 && (Draft.Weekdays | Draft.ExceptWeekdays) != 0)
            return cursor.Fail("conflict", Draft.UnitSpan, "Days are either counted or named: every 2 days, or every Monday.");
        if (Draft.ExceptWeekdays != 0 && (Draft.HasMonthDays || Draft.IsCronOnly || Draft.Unit is PhraseUnit.Month or PhraseUnit.Quarter or PhraseUnit.Year))
            return cursor.Fail("unsupported", Draft.ExceptSpan ?? default, "Weekdays can't be left out of days of the month; a calendar with “moving to the next business day” can.");
        return Draft.Unit is PhraseUnit.Day or PhraseUnit.Week && Draft.UnitSpan.End > 0 && Draft.HasMonthDays && Draft.Weekdays == 0 && Draft.Count is null
            && cursor.Fail("conflict", Draft.UnitSpan, "Days of the month come once a month, not every day or week; write “monthly”, or leave this out.");
    }

    private bool Biweekly()
    {
        if (Draft.Biweekly is not { } span) return false;
        if (Draft.Weekdays == 0)
            return cursor.Ask("biweekly", span, "“Biweekly” can mean every 2 weeks or twice a week.", $"every 2 weeks {Without(span)}".TrimEnd(), $"every Monday and Thursday {Without(span)}".TrimEnd());
        Draft.Note("ambiguous-with", "Read as every 2 weeks, not as twice a week");
        return false;
    }

    private bool Counts()
    {
        if (Draft.HalfYearly is { } half && (Draft.Months != 0 || Draft.Dates.Count > 0))
            (Draft.Unit, Draft.Every, Draft.Count) = (PhraseUnit.Year, 1, (2, PhraseUnit.Year, half));
        if (Draft.Count is not { } count) return false;
        var text = cursor.Text[count.Span.Start..count.Span.End];
        return count.Unit switch
        {
            PhraseUnit.Day when Draft.Times.Count == 0 => cursor.Ask("times-missing", count.Span, "At what times?",
                TimeChoices(count.Count).Select(times => $"every day at {times}")),
            PhraseUnit.Week when Draft.Weekdays == 0 => cursor.Ask("days-missing", count.Span, "Which days?", DayChoices(count.Count).Select(d => $"every {d}{Times()}")),
            PhraseUnit.Month when !Draft.HasMonthDays => cursor.Ask("days-missing", count.Span, "Which days?", $"on the {DatesOf(count.Count)} of every month{Times()}"),
            PhraseUnit.Year when Draft.Dates.Count == 0 && Draft.Months == 0 => cursor.Ask("days-missing", count.Span, "Which days?", YearChoices(count.Count)),
            PhraseUnit.Day or PhraseUnit.Week or PhraseUnit.Month or PhraseUnit.Year when Mismatch(count.Count, count.Unit) =>
                cursor.Fail("count-mismatch", count.Span, $"“{text}” does not fit what follows."),
            PhraseUnit.Hour when count.Count <= 60 && 60 % count.Count == 0 => cursor.Ask("times-missing", count.Span, "At which minutes?",
                string.Create(CultureInfo.InvariantCulture, $"every {60 / count.Count} minutes{Rest(count.Span)}")),
            PhraseUnit.Hour or PhraseUnit.Minute or PhraseUnit.Second => cursor.Fail("unsupported", count.Span, "Write the interval: every 30 minutes, every 20 minutes."),
            _ => false,
        };
    }

    private bool Mismatch(int count, PhraseUnit unit) => count != unit switch
    {
        PhraseUnit.Day => Draft.Times.Select(t => t.Second).Distinct().Count(),
        PhraseUnit.Week => System.Numerics.BitOperations.PopCount(Draft.Weekdays),
        PhraseUnit.Month when Draft.Nths.Count == 0 && Draft.Dates.Count == 0 =>
            System.Numerics.BitOperations.PopCount(Draft.Days) + System.Numerics.BitOperations.PopCount(Draft.LastDays)
            + System.Numerics.BitOperations.PopCount(Draft.BusinessDays) + System.Numerics.BitOperations.PopCount(Draft.BusinessDaysFromEnd),
        PhraseUnit.Year when Draft.Nths.Count == 0 && Draft.Dates.Count > 0 => Draft.Dates.Distinct().Count(),
        _ => count,
    };

    private string Rest(TextSpan span) => Without(span) is { Length: > 0 } rest ? " " + rest : "";

    private IEnumerable<string> YearChoices(int count)
    {
        if (count > 12 || 12 % count != 0) return [];
        var day = Draft.DaysSpan is { } span ? cursor.Text[span.Start..span.End] : "1st";
        return [string.Create(CultureInfo.InvariantCulture, $"every {12 / count} months on the {day}{Times()}")];
    }

    private static IEnumerable<string> TimeChoices(int count) => count == 2 ? ["09:00 and 17:00", "00:00 and 12:00"]
        : [EnglishWords.And([.. Enumerable.Range(0, Math.Min(count, 24)).Select(i => ClockTime.Text(i * 24 / Math.Min(count, 24) * 3600))])];

    private static IEnumerable<string> DayChoices(int count) => count switch
    {
        2 => ["Monday and Thursday", "Tuesday and Friday"],
        3 => ["Monday, Wednesday and Friday", "Tuesday, Thursday and Saturday"],
        _ => [EnglishWords.And([.. Enumerable.Range(1, Math.Min(count, 6)).Select(i => EnglishWords.Weekdays[i])])],
    };

    private static string DatesOf(int count) => count == 2 ? "1st and 15th"
        : EnglishWords.And([.. Enumerable.Range(0, Math.Min(count, 28)).Select(i => EnglishWords.Ordinal(1 + i * 30 / Math.Min(count, 28)))]);

    private bool Midnight()
    {
        if (Draft.MidnightSpan is not { } midnight || !Draft.NamesWeekday || Draft.Times.Count != 1) return false;
        var days = Enumerable.Range(0, 7).Where(d => (Draft.Weekdays >> d & 1) != 0).ToList();
        string Days(int shift) => EnglishWords.And([.. days.Select(d => EnglishWords.Weekdays[(d + shift) % 7])]);
        return cursor.Ask("midnight", PhraseDraft.Union(Draft.WeekdaysSpan, midnight), $"00:00 as {Days(0)} starts, or as it ends?",
            $"every {Days(0)} at 00:00", $"every {Days(1)} at 00:00");
    }

    private bool DaysOfTwoKinds()
    {
        if (Draft.HasEither || Draft.HasBoth) return false;
        var numbered = (Draft.Days | Draft.LastDays | Draft.BusinessDays | Draft.BusinessDaysFromEnd | Draft.NearestTo | Draft.NearestToLast) != 0 || Draft.Dates.Count > 0;
        if (numbered && Draft.Weekdays != 0 && Draft is { DaysSpan: { } days, WeekdaysSpan: { } weekdays }) return AndOr(days, weekdays);
        if (Draft.Nths.Count == 0) return false;
        var span = Draft.Nths.Aggregate(Draft.Nths[0].Span, (all, nth) => PhraseDraft.Union(all, nth.Span));
        if (Draft.Weekdays != 0 && Draft.WeekdaysSpan is { } plain) return Mixed(PhraseDraft.Union(span, plain), (byte)(Draft.Nths[0].Weekdays | Draft.Weekdays));
        if (numbered) return Mixed(PhraseDraft.Union(Draft.DaysSpan, span), 0);
        if (Draft.IsCron || Draft.Nths.TrueForAll(n => n.Weekdays == Draft.Nths[0].Weekdays)
            || Draft.Nths.TrueForAll(n => (n.Nth, n.FromEnd) == (Draft.Nths[0].Nth, Draft.Nths[0].FromEnd))) return false;
        return Mixed(span, 0);
    }

    private bool AndOr(TextSpan days, TextSpan weekdays)
    {
        var (day, weekday) = (cursor.Text[days.Start..days.End], cursor.Text[weekdays.Start..weekdays.End]);
        return cursor.Ask("and-or", PhraseDraft.Union(days, weekdays), "Every one of both, or only where both meet?",
            $"{TimesFirst()}on the {day} as well as {weekday}", $"{TimesFirst()}on the {day} only if it is {weekday}");
    }

    private string TimesFirst() => Draft.Times.Count == 0 ? "at 09:00 " : Times().TrimStart() + " ";

    private bool Mixed(TextSpan span, byte weekdays)
    {
        var nth = Draft.Nths[0];
        var options = new List<string>();
        if (weekdays != 0 && nth.FromEnd == 0)
        {
            var ordinals = Enumerable.Range(1, 5).Where(n => (nth.Nth >> n & 1) != 0).Select(EnglishWords.Ordinal).ToList();
            var names = Enumerable.Range(0, 7).Where(d => (weekdays >> d & 1) != 0).Select(d => EnglishWords.Weekdays[d]).ToList();
            options.Add($"{EnglishWords.And(ordinals)} {EnglishWords.And(names)} of the month{Times()}");
        }

        options.Add($"{cursor.Text[nth.Span.Start..nth.Span.End]} of the month{Times()}");
        return cursor.Ask("mixed", span, "These are two rules: make two schedules, or one that both belong to.", options);
    }

    private bool TimesPerDay()
    {
        if (Draft.Segments.Count < 2 || Draft.Times.Count < 2) return false;
        var groups = Draft.Segments.Select((segment, i) =>
        {
            var end = i + 1 < Draft.Segments.Count ? Draft.Segments[i + 1].FirstTime : Draft.Times.Count;
            return string.Join(',', Draft.Times.Skip(segment.FirstTime).Take(end - segment.FirstTime).Select(t => t.Second).Order());
        }).Where(times => times.Length > 0).Distinct(StringComparer.Ordinal).Count();
        if (groups < 2 && Draft.Segments[0].FirstTime == 0) return false;
        var span = Draft.Segments.Select(s => s.Span).Concat(Draft.Times.Select(t => t.Span)).Aggregate((all, next) => PhraseDraft.Union(all, next));
        return cursor.Ask("times-per-day", span, "Different times per day need two schedules.",
            Draft.Segments.Select(segment => Segment(segment.Weekdays, segment.Span, Math.Min(segment.FirstTime, Draft.Times.Count - 1))));
    }

    private string Segment(byte weekdays, TextSpan span, int time)
    {
        var at = $"at {ClockTime.Text(Draft.Times[time].Second)}";
        if (weekdays == 0) return $"on the {cursor.Text[span.Start..span.End]} {at}";
        var names = Enumerable.Range(0, 7).Where(d => (weekdays >> d & 1) != 0).Select(d => EnglishWords.Weekdays[d]).ToList();
        return weekdays == Weekdays.MondayToFriday ? $"every weekday {at}" : $"every {EnglishWords.And(names)} {at}";
    }

    private bool Uneven()
    {
        var (size, unit) = Draft.Unit switch { PhraseUnit.Hour => (24, "hours"), PhraseUnit.Minute => (60, "minutes"), PhraseUnit.Second => (60, "seconds"), _ => (0, "") };
        if (size == 0 || Draft.ClockSets is not null) return false;
        var every = Draft.Every;
        if (every < size && size % every == 0) return false;
        if (unit == "minutes" && every == 60) return false;
        if (unit == "hours" && every < size && Draft.Window is not null) return false;
        var even = Enumerable.Range(1, size - 1).Where(n => size % n == 0).ToList();
        var below = even.LastOrDefault(n => n < every, 1);
        var above = even.FirstOrDefault(n => n > every, 0);
        string Words(int count) => count == 1 ? $"every {unit[..^1]}" : string.Create(CultureInfo.InvariantCulture, $"every {count} {unit}");
        string[] options = every < size
            ? [Kept(every, size, unit), Words(below), above == 0 ? "" : Words(above)]
            : unit == "seconds" ? ["every minute", "every 2 minutes"]
            : unit == "hours" ? ["every 12 hours", "every day at 00:00", "every 2 days at 00:00"]
            : 1440 % every == 0 ? [AllDay(every), "every hour", "every 2 hours"] : ["every hour", "every 2 hours", "every 12 hours"];
        var whole = every >= size && unit != "seconds" || unit == "hours" ? "a day" : every < size && unit == "seconds" ? "a minute" : "an hour";
        return cursor.Ask("uneven-interval", Draft.UnitSpan, $"{every} {unit} do not divide {whole} evenly, and the clock starts again at zero.",
            options.Where(o => o.Length > 0));
    }

    private static string Kept(int every, int size, string unit)
    {
        var values = EnglishWords.And([.. Enumerable.Range(0, (size - 1) / every + 1).Select(i => (i * every).ToString(CultureInfo.InvariantCulture))]);
        return unit switch { "hours" => $"at minutes 0 of hours {values}", "minutes" => $"at minutes {values} of every hour", _ => $"at seconds {values} of every minute of every hour" };
    }

    private static string AllDay(int minutes) =>
        "every day at " + EnglishWords.And([.. Enumerable.Range(0, 1440 / minutes).Select(i => ClockTime.Text(i * minutes * 60))]);

    /// <summary>"Jan 1 and Jul 15" is two rules: every day given must be meant in every month given.</summary>
    private bool DatesThatDiffer()
    {
        var dates = Draft.Dates.Distinct().ToList();
        var (days, months) = (dates.Select(d => d.Day).Distinct().Count(), dates.Select(d => d.Month).Distinct().Count());
        if (dates.Count == days * months) return false;
        return cursor.Ask("mixed", Draft.DaysSpan!.Value, "These dates need a schedule each.",
            dates.Select(d => $"every year on {d.Day} {EnglishWords.Months[d.Month]}{Times()}"));
    }
}
