namespace Broadsheet.Core.Recurrence;

/// <summary>At what times: "at 9 and 17:30", "between 9am and 5pm", "at 20 past", "in the morning".</summary>
internal sealed class PhraseClock(PhraseCursor cursor)
{
    private PhraseDraft Draft => cursor.Draft;

    public bool Read() => MinutePast() || Windows() || At() || FreeTime() || PartOfDay();

    /// <summary>The time that follows, or null; a time that doesn't exist stops the parser.</summary>
    public PhraseTime? Time()
    {
        var start = cursor.At;
        if (cursor.Is(PhraseTokenKind.Time)) return ClockTime(start);
        if (cursor.Sees("half", "past") || cursor.Sees("quarter", "past") || cursor.Sees("quarter", "to")) return Quarters(start);
        if (!cursor.Is(PhraseTokenKind.Number)) return null;
        var token = cursor.Current;
        if (cursor.Peek(1).IsAnyOf("am", "pm")) return Half(token, cursor.Peek(1).Text, start);
        cursor.At++;
        var clock = cursor.Accept("o'clock");
        var military = token.Text.Length is 3 or 4 && char.IsAsciiDigit(token.Text[0]);
        var (hour, minute) = military ? (token.Value / 100, token.Value % 100) : (token.Value, 0);
        if (hour is >= 0 and <= 23 && minute <= 59)
            return new PhraseTime(hour * 3600 + minute * 60, military || hour > 12, !military, cursor.SpanFrom(start)) { IsBare = !military && !clock };
        cursor.Fail("time-out-of-range", token.Span, "Hours go from 0 to 23 and minutes from 0 to 59.");
        return null;
    }

    private PhraseTime? ClockTime(int start)
    {
        var token = cursor.Current;
        cursor.At++;
        if (token.Value < 0)
        {
            var message = token.Text.EndsWith('m') ? $"“{token.Text}” is not a time on a 12-hour clock; noon is 12pm, midnight 12am or 00:00."
                : "Hours go from 0 to 23 and minutes from 0 to 59.";
            cursor.Fail("time-out-of-range", token.Span, message);
            return null;
        }

        if (cursor.IsAny("am", "pm") && char.IsAsciiDigit(token.Text[0]) && !token.Text.EndsWith('m'))
        {
            var half = cursor.Current.Text;
            cursor.At++;
            if (WordTime.Parse(token.Text + half) is { } second) return new PhraseTime(second, true, false, cursor.SpanFrom(start));
            cursor.Fail("time-out-of-range", cursor.SpanFrom(start), "This mixes a 24-hour clock with am and pm.");
            return null;
        }

        if (token.Text == "midnight") Draft.MidnightSpan = token.Span;
        return new PhraseTime(token.Value, token.IsExact, false, token.Span);
    }

    private PhraseTime? Half(PhraseToken token, string half, int start)
    {
        cursor.At += 2;
        if (WordTime.Parse(token.Text + half) is { } second) return new PhraseTime(second, true, false, cursor.SpanFrom(start));
        cursor.Fail("time-out-of-range", cursor.SpanFrom(start), "Hours with am or pm go from 1 to 12.");
        return null;
    }

    private PhraseTime? Quarters(int start)
    {
        var minutes = cursor.Is("half") ? 30 : cursor.Peek(1).Is("past") ? 15 : -15;
        if (cursor.Peek(2).Kind is not (PhraseTokenKind.Number or PhraseTokenKind.Time)) return null;
        cursor.At += 2;
        if (Time() is not { } hour) return null;
        return hour with { Second = (hour.Second + minutes * 60 + 86_400) % 86_400, IsBare = false, Span = cursor.SpanFrom(start) };
    }

    private bool At()
    {
        var at = cursor.Current;
        var start = cursor.At;
        if (!cursor.Accept("at")) return false;
        if (new PhraseClockSetsParser(cursor).Read()) return true;
        cursor.SkipArticles();
        if (cursor.IsAny("night", "morning", "afternoon", "evening", "half", "hour")
            && (cursor.IsAny("hour") || cursor.Sees("half", "hour") || !cursor.IsAny("half"))) return MinutePast() || PartOfDay();
        if (cursor.Sees("end|starting", "of") || cursor.Sees("month", "end") || PhraseLexicon.IsUnsupported(cursor.Current.Text)) return true;
        if (cursor.Is(PhraseTokenKind.Number) && cursor.Peek(1).Is("past")) return MinutePast();
        if (Time() is { } time) return Times(time);
        if (cursor.Failure is not null) return true;
        return cursor.Fail("incomplete", at.Span, "A time is expected after “at”, for example “at 09:00”.") && start >= 0;
    }

    private bool Times(PhraseTime time)
    {
        Draft.Times.Add(time);
        while (true)
        {
            var ahead = 0;
            while (cursor.Peek(ahead) is { Kind: PhraseTokenKind.Comma, Text.Length: > 0 } || cursor.Peek(ahead).IsAnyOf("and", "at")) ahead++;
            if (cursor.Is("or") && IsTime(1)) return Or();
            if (ahead == 0 || !IsTime(ahead)) return true;
            cursor.At += ahead;
            if (Time() is not { } next) return true;
            Draft.Times.Add(next);
        }
    }

    private bool Or()
    {
        var token = cursor.Current;
        var (head, tail) = (cursor.Text[..token.Span.Start], cursor.Text[token.Span.End..]);
        var first = Draft.Times[^1].Span;
        return cursor.Ask("or", token.Span, "Choose one time, or join them with “and”.",
            $"{head}and{tail}", head.TrimEnd(), cursor.Text[..first.Start] + tail.TrimStart());
    }

    private bool IsTime(int ahead)
    {
        var token = cursor.Peek(ahead);
        if (token.Kind == PhraseTokenKind.Time) return true;
        if (token.Kind != PhraseTokenKind.Number || token.Text.Length == 0) return false;
        var next = cursor.Peek(ahead + 1);
        return next.Kind != PhraseTokenKind.Month && PhraseFrequency.UnitOf(next) == PhraseUnit.None && !next.IsAnyOf("time", "business", "working", "past");
    }

    /// <summary>A time without "at": <c>daily 0600</c>, <c>Mon 9am</c>.</summary>
    private bool FreeTime()
    {
        if (!IsTime(0) && !cursor.Sees("half|quarter", "past")) return false;
        if (cursor.Is(PhraseTokenKind.Number) && cursor.Current.Value is < 0 or > 2359) return false;
        return Time() is { } time ? Times(time) : cursor.Failure is not null;
    }

    private bool PartOfDay()
    {
        var start = cursor.At;
        if (cursor.Accept("in")) cursor.SkipArticles();
        if (!cursor.IsAny("morning", "afternoon", "evening", "night"))
        {
            cursor.At = start;
            return false;
        }

        Draft.PartOfDay = cursor.Current.Text;
        if (Draft.Unit == PhraseUnit.None) Draft.Unit = PhraseUnit.Day;
        cursor.At++;
        return true;
    }

    /// <summary>"20 past", "on the half hour", "on the hour".</summary>
    private bool MinutePast()
    {
        var start = cursor.At;
        cursor.Accept("on");
        cursor.SkipArticles();
        if (cursor.Accept("half", "hour")) return Past(30);
        if (cursor.At > start && cursor.Accept("hour")) return Past(0);
        cursor.At = start;
        cursor.Accept("at");
        if (cursor.Is(PhraseTokenKind.Number) && cursor.Current.Value is >= 0 and <= 59
            && (cursor.Peek(1).Is("past") || (cursor.Peek(1).Is("minute") && cursor.Peek(2).Is("past"))))
        {
            var minute = cursor.Current.Value;
            cursor.At += cursor.Peek(1).Is("past") ? 2 : 3;
            if (cursor.Sees("every", "hour")) return Past(minute);
            cursor.SkipArticles();
            cursor.Accept("hour");
            return Past(minute);
        }

        cursor.At = start;
        return false;
    }

    private bool Past(int minute)
    {
        Draft.MinutePast = minute;
        return true;
    }

    private bool Windows()
    {
        var start = cursor.At;
        if (cursor.Sees("business|working|office|work", "hour"))
        {
            cursor.At += 2;
            Draft.Window = new PhraseWindow(9 * 3600, 17 * 3600, Through: false, cursor.SpanFrom(start));
            Draft.Weekdays |= Weekdays.Of(cursor.Context.BusinessWeek);
            Draft.Note("business-hours", "Business hours are Monday to Friday from 09:00, and end before 17:00");
            return true;
        }

        if (cursor.Accept("overnight"))
        {
            if (cursor.Sees("between") || cursor.Sees("from")) return true;
            Draft.Window ??= new PhraseWindow(22 * 3600, 6 * 3600, Through: false, cursor.SpanFrom(start));
            return true;
        }

        var between = cursor.Is("between");
        if (!cursor.Accept("between") && !(cursor.Is("from") && IsTime(1) && cursor.Accept("from")) && !(IsTime(0) && IsRange(1))) return false;
        return Window(start, between);
    }

    private bool IsRange(int ahead) =>
        (cursor.Peek(ahead).Kind == PhraseTokenKind.Dash || cursor.Peek(ahead).IsAnyOf("to", "through", "until")) && IsTime(ahead + 1);

    private bool Window(int start, bool between)
    {
        var first = Time();
        if (cursor.Failure is not null) return true;
        if (cursor.IsAny("am", "pm")) cursor.At++;
        var through = cursor.IsAny("through");
        var joined = cursor.Is(PhraseTokenKind.Dash) || cursor.IsAny("to", "until", "through") || (between && cursor.IsAny("and"));
        if (first is null || !joined) return cursor.Fail("incomplete", cursor.SpanFrom(start), "Two times are expected: between 09:00 and 17:00.");
        cursor.At++;
        if (Time() is not { } last)
            return cursor.Fail("incomplete", cursor.SpanFrom(start), "Two times are expected: between 09:00 and 17:00.");
        var to = last.IsBare && first.Value.IsBare && last.Second <= first.Value.Second && last.Second < 12 * 3600 ? last.Second + 12 * 3600 : last.Second;
        Draft.Window = new PhraseWindow(first.Value.Second, to, through, cursor.SpanFrom(start));
        return true;
    }
}
