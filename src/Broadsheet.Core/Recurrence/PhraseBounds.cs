using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>What limits a schedule: start and end, exceptions, calendars, jitter, and the time zone.</summary>
internal sealed class PhraseBounds(PhraseCursor cursor, PhraseDays days)
{
    private readonly PhraseDates _dates = new(cursor);
    private readonly PhraseZone _zone = new(cursor);

    private PhraseDraft Draft => cursor.Draft;

    public bool Read() => _zone.Read() || Starting() || Between() || Until() || Lasting() || Anchor() || Except() || Moving() || Jitter() || ShorterMonths();

    private bool Starting()
    {
        var start = cursor.At;
        var words = cursor.Sees("starting", "on|from|at|in") || cursor.Sees("as", "of") ? 2 : cursor.Sees("starting") && !cursor.Peek(1).Is("of") ? 1 : 0;
        if (words == 0)
        {
            if (!cursor.Is("from") || !_dates.FollowsAt(1) || cursor.Peek(1).Kind == PhraseTokenKind.Weekday) return false;
            words = 1;
        }

        cursor.At += words;
        if (_dates.FollowsAt(0))
        {
            Draft.StartsWithMonth = _dates.IsMonthAlone(0);
            Draft.Start = _dates.Read(isEnd: false, null);
            return true;
        }

        if (new PhraseClock(cursor).Time() is { } time) Draft.FirstTime = time.Second;
        else cursor.Fail("incomplete", cursor.SpanFrom(start), "A date or a time is expected after “starting”.");
        return true;
    }

    private bool Until()
    {
        var ending = cursor.Sees("ending", "on") || cursor.Sees("up", "to|until") ? 2 : cursor.IsAny("until", "to", "through", "ending") ? 1 : 0;
        if (ending == 0) return false;
        if (_dates.FollowsAt(ending))
        {
            cursor.At += ending;
            return End();
        }

        if (ending == 2 || !cursor.IsAny("until", "ending") || Draft.Window is not null) return false;
        cursor.At++;
        return cursor.Fail("incomplete", cursor.Previous.Span, "A date is expected here: until 2026-12-31, until the end of March.");
    }

    private bool End()
    {
        var monthAlone = _dates.IsMonthAlone(0) && Draft.StartsWithMonth;
        var start = cursor.At;
        Draft.End = _dates.Read(isEnd: true, Draft.Start);
        if (cursor.Failure is not null) return true;
        Draft.EndSpan = cursor.SpanFrom(start);
        if (Draft.End < Draft.Start) return cursor.Fail("end-before-start", Draft.EndSpan.Value, "The end date is before the start date.");
        if (monthAlone && Draft is { Start: { } first, End: { } last })
            Draft.Note("once", FormattableString.Invariant($"From {first:uuuu-MM-dd} to {last:uuuu-MM-dd} only; for every year write “in {first:MMMM} to {last:MMMM}”"));
        return true;
    }

    /// <summary>"Between 2026-02-01 and 2026-03-01"; between two times it is a window.</summary>
    private bool Between()
    {
        if (!cursor.Is("between") || !_dates.FollowsAt(1)) return false;
        var start = cursor.At;
        cursor.At++;
        Draft.Start = _dates.Read(isEnd: false, null);
        if (cursor.Failure is not null) return true;
        return cursor.Accept("and") && _dates.FollowsAt(0) ? End() : cursor.Fail("incomplete", cursor.SpanFrom(start), "Two dates are expected: between 2026-02-01 and 2026-03-01.");
    }

    /// <summary>"For 2 weeks", from the start or from today.</summary>
    private bool Lasting()
    {
        if (!cursor.Is("for") || cursor.Peek(1) is not { Kind: PhraseTokenKind.Number, Value: > 0 and <= RuleTerms.MaxEvery } count) return false;
        var start = cursor.At;
        var (unit, first) = (PhraseFrequency.UnitOf(cursor.Peek(2)), Draft.Start ?? _dates.Today);
        LocalDate? past = unit switch
        {
            PhraseUnit.Day => first.PlusDays(count.Value),
            PhraseUnit.Week => first.PlusWeeks(count.Value),
            PhraseUnit.Month => first.PlusMonths(count.Value),
            PhraseUnit.Year => first.PlusYears(count.Value),
            _ => null,
        };
        cursor.At += 3;
        if (past is null) return cursor.Fail("unsupported", cursor.SpanFrom(start), "Say until when in days, weeks, months or years, or give the date: until 2026-12-31.");
        (Draft.End, Draft.EndSpan) = (past.Value.PlusDays(-1), cursor.SpanFrom(start));
        Draft.Note("end", FormattableString.Invariant($"Ends on {Draft.End:uuuu-MM-dd}"));
        return true;
    }

    private bool Anchor()
    {
        if (!cursor.Accept("counted", "from")) return false;
        Draft.Anchor = _dates.Read(isEnd: false, null);
        return true;
    }

    private bool Except()
    {
        var start = cursor.At;
        if (!cursor.Accept("except") && !cursor.Accept("but", "not") && !cursor.Accept("but") && !cursor.Accept("not") && !cursor.Accept("without")
            && !cursor.Accept("other", "than") && !cursor.Accept("apart|aside", "from")) return false;
        while (cursor.IsAny("on", "in", "the", "for", "every", "public", "business")) cursor.At++;
        if (cursor.IsAny("holidays"))
        {
            cursor.At++;
            return cursor.Fail("unsupported", cursor.SpanFrom(start), "Name the calendar to leave out: except calendar \"its id\".");
        }

        if (IsSingleDay())
        {
            cursor.At++;
            return cursor.Fail("unsupported", cursor.SpanFrom(start), "Weekdays, months and calendars can be left out; put single days into a calendar.");
        }

        if (cursor.Accept("calendar")) return Calendars(start);
        if (cursor.Is(PhraseTokenKind.Month))
        {
            Draft.ExceptMonths |= days.MonthList();
            Draft.ExceptSpan = cursor.SpanFrom(start);
            return true;
        }

        var weekdays = days.WeekdayList(out _);
        if (weekdays == 0) return cursor.Fail("incomplete", cursor.SpanFrom(start), "Say except what: except Friday, except weekends, except January.");
        Draft.ExceptWeekdays |= weekdays;
        Draft.ExceptSpan = cursor.SpanFrom(start);
        return true;
    }

    private bool IsSingleDay() => cursor.Current.Kind is PhraseTokenKind.Ordinal or PhraseTokenKind.Date or PhraseTokenKind.SlashDate && !cursor.AtEnd
        || cursor.IsAny("last") || (cursor.Is(PhraseTokenKind.Number) && cursor.Peek(1).Kind == PhraseTokenKind.Month)
        || (cursor.Is(PhraseTokenKind.Month) && cursor.Peek(1).Kind is PhraseTokenKind.Number or PhraseTokenKind.Ordinal && cursor.Peek(1).Value <= 31 && cursor.Peek(1).Text.Length > 0);

    private bool Calendars(int start)
    {
        while (cursor.Is(PhraseTokenKind.Quoted))
        {
            var id = cursor.Current.Text;
            if (cursor.Context.Calendar(id) is null)
                return cursor.Fail("unknown-calendar", cursor.Current.Span, $"There is no calendar “{ConfigField.Shown(id)}”.");
            Draft.Exclude.Add(id);
            cursor.At++;
            if (cursor.IsAny("and") && cursor.Peek(1).Kind == PhraseTokenKind.Quoted) cursor.At++;
        }

        return Draft.Exclude.Count > 0 || cursor.Fail("incomplete", cursor.SpanFrom(start), "The id of a calendar is expected, in quotation marks.");
    }

    private bool Moving()
    {
        var start = cursor.At;
        if (!cursor.Accept("moving|moved", "to", "the", "next|previous", "business|working", "day")) return false;
        Draft.WhenExcluded = cursor.Peek(start + 3 - cursor.At).Is("next") ? WhenExcluded.Next : WhenExcluded.Previous;
        return true;
    }

    private bool Jitter()
    {
        var start = cursor.At;
        cursor.Accept("with");
        if (!cursor.Accept("up", "to") || !cursor.Is(PhraseTokenKind.Number))
        {
            cursor.At = start;
            return false;
        }

        var count = cursor.Current.Value;
        var seconds = PhraseFrequency.UnitOf(cursor.Peek(1)) switch { PhraseUnit.Hour => 3600, PhraseUnit.Minute => 60, PhraseUnit.Second => 1, _ => 0 };
        cursor.At += 2;
        if (!cursor.Accept("of", "jitter") || seconds == 0) return cursor.Fail("incomplete", cursor.SpanFrom(start), "Write “with up to 5 minutes of jitter”.");
        if (count is < 0 or > 86_400 || count * (long)seconds > 86_400)
            return cursor.Fail("out-of-range", cursor.SpanFrom(start), "Jitter is at most a day.");
        Draft.Jitter = Duration.FromSeconds(count * (long)seconds);
        return true;
    }

    private bool ShorterMonths()
    {
        if (cursor.Accept("skipping", "shorter", "month")) return Draft.SaysMissing = true;
        if (!OrLastDay()) return false;
        return Draft.SaysMissing = Draft.LastIfMissing = true;
    }

    /// <summary>"Or on the last day of shorter months", "or the last day if the month is shorter", and shorter where a late day was said.</summary>
    private bool OrLastDay()
    {
        var start = cursor.At;
        if (!cursor.Accept("or")) return false;
        cursor.Accept("on");
        cursor.SkipArticles();
        var isLast = cursor.Accept("last", "day") || cursor.Accept("last");
        if (isLast && cursor.Accept("of", "shorter", "month")) return true;
        if (isLast && Draft.Days >> 29 != 0)
        {
            if (cursor.Accept("of", "the", "month") || !cursor.Accept("if")) return true;
            while (cursor.IsAny("the", "it", "is", "month")) cursor.At++;
            if (cursor.Accept("shorter")) return true;
        }

        cursor.At = start;
        return false;
    }
}
