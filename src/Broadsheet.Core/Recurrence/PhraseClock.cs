namespace Broadsheet.Core.Recurrence;

/// <summary>At what times: "at 9 and 17:30", "between 9am and 5pm", "at 20 past", "in the morning".</summary>
internal sealed class PhraseClock(PhraseCursor cursor)
{
    private PhraseDraft Draft => cursor.Draft;

    public bool Read() => MinutePast() || Windows() || At() || FreeTime() || PartOfDay();

    /// <summary>The time that follows, or null; a time that doesn't exist stops the parser.</summary>
    public PhraseTime? Time()
    {
        var time = Single();
        if (time is not { Second: 12 * 3600 } twelve || cursor.Current is not { Kind: PhraseTokenKind.Time, Text: "noon" or "midnight" } name) return time;
        cursor.At++;
        if (name.Text == "midnight") Draft.MidnightSpan = name.Span;
        return new PhraseTime(name.Value, true, false, PhraseDraft.Union(twelve.Span, name.Span));
    }

    private PhraseTime? Single()
    {
        var start = cursor.At;
        if (cursor.Is(PhraseTokenKind.Time)) return ClockTime(start);
        if (MinutesAndHour(0) is { } relative) return Relative(relative.Minutes, relative.Words, start);
        if (IsDotted(cursor.Current)) return Dotted();
        if (!cursor.Is(PhraseTokenKind.Number)) return null;
        var (hour, minute, isMilitary) = HourAndMinute();
        var token = cursor.Previous;
        if (cursor.IsAny("am", "pm")) return Half(hour, minute, start);
        var clock = cursor.Accept("o'clock");
        if (IsShortHour(0)) (clock, cursor.At) = (true, cursor.At + 1);
        cursor.Accept("sharp");
        if (hour is >= 0 and <= 23 && minute is >= 0 and <= 59)
            return new PhraseTime(hour * 3600 + minute * 60, isMilitary || hour > 12, !isMilitary, cursor.SpanFrom(start)) { IsBare = !isMilitary && !clock };
        cursor.Fail("time-out-of-range", token.Span, "Hours go from 0 to 23 and minutes from 0 to 59.");
        return null;
    }

    /// <summary><c>9</c>, <c>1730</c> or <c>nine thirty</c>; the cursor behind it.</summary>
    private (int Hour, int Minute, bool IsMilitary) HourAndMinute()
    {
        var token = cursor.Current;
        var next = cursor.Peek(1);
        cursor.At++;
        if (char.IsAsciiDigit(token.Text[0])) return token.Text.Length is 3 or 4 ? (token.Value / 100, token.Value % 100, true) : (token.Value, 0, false);
        var minutes = next is { Kind: PhraseTokenKind.Number, Value: >= 10 and <= 59 } && char.IsAsciiLetter(next.Text[0])
            && PhraseFrequency.UnitOf(cursor.Peek(1)) == PhraseUnit.None;
        if (!minutes) return (token.Value, 0, false);
        cursor.At++;
        return (token.Value, next.Value, false);
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
        if (token.Text == "24:00") Draft.EndOfDaySpan = token.Span;
        cursor.Accept("sharp");
        return new PhraseTime(token.Value, token.IsExact, false, token.Span);
    }

    private PhraseTime? Half(int hour, int minute, int start)
    {
        var isAfternoon = cursor.Is("pm");
        cursor.At++;
        if (hour is >= 1 and <= 12 && minute is >= 0 and <= 59)
            return new PhraseTime((hour % 12 + (isAfternoon ? 12 : 0)) * 3600 + minute * 60, true, false, cursor.SpanFrom(start));
        cursor.Fail("time-out-of-range", cursor.SpanFrom(start), "Hours with am or pm go from 1 to 12.");
        return null;
    }

    /// <summary>"Half past 9", "quarter to 5pm", "10 minutes past 9": minutes from the hour that follows, and the words before it.</summary>
    private (int Minutes, int Words)? MinutesAndHour(int ahead)
    {
        var (token, words) = (cursor.Peek(ahead), 1);
        var minutes = token.Is("half") ? 30 : token.Is("quarter") ? 15 : token is { Kind: PhraseTokenKind.Number, Value: >= 1 and <= 59 } ? token.Value : 0;
        if (minutes == 0) return null;
        if (token.Kind == PhraseTokenKind.Number && cursor.Peek(ahead + 1).Is("minute")) words++;
        var isTo = cursor.Peek(ahead + words).Is("to") && (token.Is("quarter") || words == 2);
        if (!isTo && !cursor.Peek(ahead + words).Is("past")) return null;
        words++;
        return IsTime(ahead + words) ? (isTo ? -minutes : minutes, words) : null;
    }

    private PhraseTime? Relative(int minutes, int words, int start)
    {
        cursor.At += words;
        if (Single() is not { } hour) return null;
        return hour with { Second = (hour.Second + minutes * 60 + 86_400) % 86_400, IsBare = false, Span = cursor.SpanFrom(start) };
    }

    /// <summary><c>9.30</c> where a time is expected; <c>1.5</c> is none.</summary>
    private static bool IsDotted(PhraseToken token) => token.Kind == PhraseTokenKind.Fraction && token.Text.IndexOf('.', StringComparison.Ordinal) == token.Text.Length - 3;

    private PhraseTime? Dotted()
    {
        var token = cursor.Current;
        cursor.At++;
        var half = cursor.IsAny("am", "pm") ? cursor.Current.Text : "";
        if (half.Length > 0) cursor.At++;
        if (WordTime.Parse(token.Text + half) is { } second) return new PhraseTime(second, half.Length > 0 || second >= 13 * 3600, false, token.Span);
        cursor.Fail("time-out-of-range", token.Span, "Hours go from 0 to 23 and minutes from 0 to 59.");
        return null;
    }

    /// <summary>The <c>h</c> of <c>9h</c>.</summary>
    private bool IsShortHour(int ahead)
    {
        var span = cursor.Peek(ahead).Span;
        return cursor.Peek(ahead).Is("hour") && span.End - span.Start == 1 && cursor.Peek(ahead - 1).Span.End == span.Start;
    }

    private bool At()
    {
        var at = cursor.Current;
        if (!cursor.Accept("at")) return false;
        if (new PhraseClockSetsParser(cursor).Read()) return true;
        cursor.SkipArticles();
        cursor.Accept("sharp");
        if (cursor.IsAny("night", "morning", "afternoon", "evening", "hour") || cursor.Sees("half", "hour")) return PastHour() || PartOfDay();
        if (cursor.Sees("end|starting", "of") || cursor.Sees("month|quarter|year", "end") || cursor.IsAny("weekend", "eom", "eoq", "eoy")
            || PhraseLexicon.IsUnsupported(cursor.Current.Text)) return true;
        if (BeforeHour() is { } before) return Times(before);
        if (Time() is { } time) return Times(time);
        return cursor.Failure is not null || cursor.Fail("incomplete", at.Span, "A time is expected after “at”, for example “at 09:00”.");
    }

    /// <summary>"At 10 to 9", which without "at" would be a range.</summary>
    private PhraseTime? BeforeHour()
    {
        if (cursor.Current is not { Kind: PhraseTokenKind.Number, Value: 5 or 10 or 20 or 25 } minutes || !cursor.Peek(1).Is("to") || !IsTime(2)
            || Draft.Unit is PhraseUnit.Hour or PhraseUnit.Minute or PhraseUnit.Second) return null;
        var time = Relative(-minutes.Value, 2, cursor.At);
        if (time is { } read) Draft.Note("clock-words", $"Read as {Recurrence.ClockTime.Text(read.Second)}");
        return time;
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
        if (token.Kind == PhraseTokenKind.Time || IsDotted(token) || MinutesAndHour(ahead) is not null) return true;
        if (token.Kind != PhraseTokenKind.Number || token.Text.Length == 0) return false;
        var next = cursor.Peek(ahead + 1);
        return IsShortHour(ahead + 1) || next.Kind != PhraseTokenKind.Month && PhraseFrequency.UnitOf(next) == PhraseUnit.None && !next.IsAnyOf("time", "business", "working", "past");
    }

    /// <summary>A time without "at": <c>daily 0600</c>, <c>Mon 9am</c>.</summary>
    private bool FreeTime()
    {
        if (!IsTime(0)) return false;
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

        Draft.AddPartOfDay(cursor.Current.Text);
        if (Draft.Unit == PhraseUnit.None) Draft.Unit = PhraseUnit.Day;
        cursor.At++;
        return true;
    }

    /// <summary>"20 past", "at quarter past and quarter to", "at :15", "on the half hour", "on the hour", "at minute 20".</summary>
    private bool MinutePast()
    {
        var start = cursor.At;
        if (cursor.Accept("on"))
        {
            cursor.SkipArticles();
            if (PastHour()) return true;
            cursor.At = start;
            return false;
        }

        cursor.Accept("at");
        if (cursor.Sees("half", "hour")) return PastHour();
        if (cursor.Sees("minute") && cursor.Peek(1) is { Kind: PhraseTokenKind.Number, Value: >= 0 and <= 59 } && IsAfterMinute(2))
        {
            cursor.At += 2;
            return Past(1UL << cursor.Previous.Value);
        }

        if (MinuteList() is not { } minutes)
        {
            cursor.At = start;
            return false;
        }

        cursor.At += minutes.Words;
        return Past(minutes.Bits);
    }

    /// <summary>A minute alone, and no set of cron's: those have lists and say of which hours.</summary>
    private bool IsAfterMinute(int ahead) => cursor.Peek(ahead) is var next && !next.Is("of") && !next.IsAnyOf("and", "to")
        && next.Kind != PhraseTokenKind.Dash && !(next.Kind == PhraseTokenKind.Comma && cursor.Peek(ahead + 1).Kind == PhraseTokenKind.Number);

    private bool PastHour()
    {
        if (cursor.Accept("half", "hour")) return Past(1UL << 30);
        return cursor.Accept("hour") && Past(1);
    }

    private (ulong Bits, int Words)? MinuteList()
    {
        var (bits, ahead) = (0UL, 0);
        while (true)
        {
            var token = cursor.Peek(ahead);
            var isWord = token.IsAnyOf("half", "quarter");
            if (!isWord && token is not { Kind: PhraseTokenKind.Number, Value: >= 0 and <= 59 }) return null;
            ahead++;
            if (!isWord && cursor.Peek(ahead).Is("minute")) ahead++;
            var isTo = token.Is("quarter") && cursor.Peek(ahead).Is("to");
            var isPast = isTo || cursor.Peek(ahead).Is("past");
            if (isWord && !isPast) return null;
            bits |= 1UL << (token.Is("half") ? 30 : isTo ? 45 : isWord ? 15 : token.Value);
            if (isPast && IsTime(ahead + 1)) return null;
            if (isPast) ahead++;
            var next = ahead;
            while (cursor.Peek(next) is { Kind: PhraseTokenKind.Comma, Text.Length: > 0 } || cursor.Peek(next).IsAnyOf("and", "at")) next++;
            if (isPast && (next == ahead || !IsMinute(next))) return (bits, ahead);
            if (next == ahead) return null;
            ahead = next;
        }
    }

    private bool IsMinute(int ahead)
    {
        var past = cursor.Peek(ahead + 1).Is("minute") ? 2 : 1;
        return cursor.Peek(ahead).Kind == PhraseTokenKind.Number ? cursor.Peek(ahead + past).Is("past")
            : cursor.Peek(ahead).IsAnyOf("half", "quarter") && cursor.Peek(ahead + 1).IsAnyOf("past", "to");
    }

    private bool Past(ulong minutes)
    {
        Draft.MinutesPast |= minutes;
        if (cursor.Sees("every", "hour")) return true;
        var start = cursor.At;
        cursor.Accept("past");
        cursor.SkipArticles();
        if (!cursor.Accept("hour")) cursor.At = start;
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
            Draft.HasBusinessHours = true;
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
        if (first is { } alone && !joined && !between && Draft.Unit is PhraseUnit.Hour or PhraseUnit.Minute)
        {
            Draft.FirstTime = alone.Second;
            return true;
        }

        if (first is null || !joined) return cursor.Fail("incomplete", cursor.SpanFrom(start), "Two times are expected: between 09:00 and 17:00.");
        cursor.At++;
        if (Time() is not { } last)
            return cursor.Fail("incomplete", cursor.SpanFrom(start), "Two times are expected: between 09:00 and 17:00.");
        var to = last.IsBare && first.Value.IsBare && last.Second <= first.Value.Second && last.Second < 12 * 3600 ? last.Second + 12 * 3600 : last.Second;
        Draft.Window = new PhraseWindow(first.Value.Second, to, through, cursor.SpanFrom(start));
        return true;
    }
}
