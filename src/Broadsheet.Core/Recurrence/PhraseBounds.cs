using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>What limits a schedule: start and end, exceptions, calendars, jitter, and the time zone.</summary>
internal sealed class PhraseBounds(PhraseCursor cursor, PhraseDays days)
{
    private readonly PhraseDates _dates = new(cursor);
    private readonly PhraseZone _zone = new(cursor);

    private PhraseDraft Draft => cursor.Draft;

    public bool Read() => _zone.Read() || Starting() || Until() || Anchor() || Except() || Moving() || Jitter() || ShorterMonths();

    private bool Starting()
    {
        var start = cursor.At;
        var words = cursor.Sees("starting", "on|from|at") ? 2 : cursor.Sees("starting") && !cursor.Peek(1).Is("of") ? 1 : 0;
        if (words == 0)
        {
            if (!cursor.Is("from") || !_dates.Follows(1) || cursor.Peek(1).Kind == PhraseTokenKind.Weekday) return false;
            words = 1;
        }

        cursor.At += words;
        if (_dates.Follows(0))
        {
            Draft.Start = _dates.Read(isEnd: false, null);
            return true;
        }

        if (new PhraseClock(cursor).Time() is { } time) Draft.FirstTime = time.Second;
        else cursor.Fail("incomplete", cursor.SpanFrom(start), "A date or a time is expected after “starting”.");
        return true;
    }

    private bool Until()
    {
        if (!cursor.IsAny("until", "to", "through") || !_dates.Follows(1)) return false;
        cursor.At++;
        var start = cursor.At;
        Draft.End = _dates.Read(isEnd: true, Draft.Start);
        if (cursor.Failure is not null) return true;
        Draft.EndSpan = cursor.SpanFrom(start);
        if (Draft.End < Draft.Start) return cursor.Fail("end-before-start", Draft.EndSpan.Value, "The end date is before the start date.");
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
        if (!cursor.Accept("except") && !cursor.Accept("but", "not") && !cursor.Accept("but") && !cursor.Accept("not") && !cursor.Accept("without")) return false;
        while (cursor.IsAny("on", "in", "the", "for")) cursor.At++;
        if (cursor.IsAny("holidays"))
        {
            cursor.At++;
            return cursor.Fail("unsupported", cursor.SpanFrom(start), "Name the calendar to leave out: except calendar \"its id\".");
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
        if (!cursor.Accept("or", "on", "the", "last", "day", "of", "shorter", "month")) return false;
        return Draft.SaysMissing = Draft.LastIfMissing = true;
    }
}
