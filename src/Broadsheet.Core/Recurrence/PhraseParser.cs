namespace Broadsheet.Core.Recurrence;

/// <summary>
/// Recursive descent over the slots of a phrase, which may come in any order: how often, on which days, at what times, and
/// within which bounds. Nothing is passed over but connecting words and a polite beginning, which becomes a note.
/// </summary>
internal sealed class PhraseParser
{
    private readonly PhraseCursor _cursor;
    private readonly PhraseFrequency _frequency;
    private readonly PhraseDays _days;
    private readonly PhraseClock _clock;
    private readonly PhraseBounds _bounds;

    public PhraseParser(PhraseCursor cursor)
    {
        _cursor = cursor;
        _days = new PhraseDays(cursor);
        _clock = new PhraseClock(cursor);
        _bounds = new PhraseBounds(cursor, _days);
        _frequency = new PhraseFrequency(cursor, _days);
    }

    public void Run()
    {
        Politeness();
        while (!_cursor.Stopped)
        {
            if (Connector() || Unsupported() || OneOff()) continue;
            if (_bounds.Read() || _frequency.Read() || _clock.Read() || _days.Read()) continue;
            Unknown();
        }
    }

    private void Politeness()
    {
        var start = _cursor.At;
        string[] polite = ["please", "send", "email", "run", "deliver", "generate", "schedule", "me", "us", "it", "this", "report", "can", "could", "you", "i",
            "want", "like", "would", "remind", "to", "the", "a"];
        var end = start;
        while (_cursor.IsAny(polite) && !(_cursor.Is("this") && !_cursor.Peek(1).Is("report")))
        {
            if (!_cursor.IsAny("the", "a", "to")) end = _cursor.At + 1;
            _cursor.At++;
        }

        _cursor.At = end;
        if (end == start) return;
        var span = _cursor.SpanFrom(start);
        _cursor.Draft.Note("ignored", $"“{_cursor.Text[span.Start..span.End]}” was left out");
    }

    /// <summary>Words that only join others; one of them must not be the last.</summary>
    private bool Connector()
    {
        if (_cursor.Is(PhraseTokenKind.Comma) || (_cursor.Is("only") && !_cursor.Peek(1).Is("if")))
        {
            _cursor.At++;
            return true;
        }

        if (!_cursor.IsAny("and", "on", "of", "the", "during", "with") || _cursor.Sees("on", "the", "half|hour") || _cursor.Sees("with", "up")) return false;
        var token = _cursor.Current;
        _cursor.At++;
        if (_cursor.AtEnd) _cursor.Fail("incomplete", token.Span, $"Something is expected after “{token.Text}”.");
        return true;
    }

    private bool Unsupported()
    {
        var start = _cursor.At;
        if (_cursor.Is(PhraseTokenKind.Word) && _cursor.Current.Text is "new" or "good" or "bank" or "public" or "national"
            && (PhraseLexicon.IsUnsupported(_cursor.Peek(1).Text) || _cursor.Peek(1).IsAnyOf("year", "year's", "holidays") || _cursor.Peek(1) is { Kind: PhraseTokenKind.Weekday, Value: 5 }))
        {
            _cursor.At += 2;
            _cursor.Accept("day");
            var moon = _cursor.Peek(start + 1 - _cursor.At).Text is "moon" or "moons";
            return _cursor.Fail("unsupported", _cursor.SpanFrom(start), moon ? "Moon phases are not supported." : "Holidays can be excluded by a calendar, not scheduled by name.");
        }

        if (_cursor.Accept("holidays"))
            return _cursor.Fail("unsupported", _cursor.SpanFrom(start), "Holidays can be excluded by a calendar, not scheduled by name.");
        if (!_cursor.Is(PhraseTokenKind.Word) || !PhraseLexicon.IsUnsupported(_cursor.Current.Text)) return false;
        while (!_cursor.AtEnd && (_cursor.Is(PhraseTokenKind.Weekday) || PhraseLexicon.IsUnsupported(_cursor.Current.Text))) _cursor.At++;
        var span = _cursor.SpanFrom(start);
        var message = _cursor.Peek(start - _cursor.At).Text switch
        {
            "full" or "moon" or "moons" => "Moon phases are not supported.",
            "sunrise" or "sunset" or "dawn" or "dusk" => "Sunrise and sunset are not supported; give a clock time.",
            "summer" or "winter" or "autumn" => "Seasons are not supported; name the months.",
            "about" or "around" or "approximately" or "roughly" => "A time is exact here; jitter can spread the runs over some minutes: with up to 5 minutes of jitter.",
            "random" or "randomly" => "Random times are not supported; use a jitter window on a fixed time.",
            _ => "Holidays can be excluded by a calendar, not scheduled by name.",
        };
        return _cursor.Fail("unsupported", span, message);
    }

    private bool OneOff()
    {
        var start = _cursor.At;
        if (_cursor.IsAny("tomorrow", "today", "tonight"))
        {
            _cursor.At++;
            return _cursor.Fail("one-off", _cursor.SpanFrom(start), "This is one run, not a repeating schedule; did you mean “every day”?");
        }

        if (_cursor.Is(PhraseTokenKind.Date))
        {
            _cursor.At++;
            return _cursor.Fail("one-off", _cursor.SpanFrom(start), "This is one run, not a repeating schedule; write “starting” or “until” before a date that bounds one.");
        }

        if (IsOnce())
        {
            return _cursor.Fail("one-off", _cursor.SpanFrom(start), "This is one run, not a repeating schedule; say how often it repeats: every day, every Monday.");
        }

        if (_cursor.Sees("next", "to", "last")) return false;
        if (!_cursor.IsAny("next", "this") || _cursor.Peek(1).Kind is not (PhraseTokenKind.Weekday or PhraseTokenKind.Word or PhraseTokenKind.Month)) return false;
        _cursor.At += 2;
        var span = _cursor.SpanFrom(start);
        var what = _cursor.Text[_cursor.Previous.Span.Start.._cursor.Previous.Span.End];
        return _cursor.Fail("one-off", span, $"This is one run, not a repeating schedule; did you mean “every {what}”?", $"every {what}");
    }

    /// <summary>"Once at 9am", "in 5 minutes", "5 minutes from now"; reads it.</summary>
    private bool IsOnce()
    {
        if (_cursor.Is("once") && !_cursor.Peek(1).IsAnyOf("a", "every", "daily", "weekly", "monthly", "quarterly", "yearly", "hourly")) return _cursor.Accept("once");
        var ahead = _cursor.Is("in") ? 1 : 0;
        if (_cursor.Peek(ahead).Kind != PhraseTokenKind.Number || PhraseFrequency.UnitOf(_cursor.Peek(ahead + 1)) == PhraseUnit.None) return false;
        var isFromNow = _cursor.Peek(ahead + 2).Is("from") && _cursor.Peek(ahead + 3).Text == "now";
        if (ahead == 0 && !isFromNow) return false;
        _cursor.At += ahead + (isFromNow ? 4 : 2);
        return true;
    }

    /// <summary>"Monday or Tuesday": both, or one of them.</summary>
    private bool Or()
    {
        var (at, token) = (_cursor.At, _cursor.Current);
        var after = 1;
        while (_cursor.Peek(after).IsAnyOf("on", "the", "at", "every")) after++;
        if (at == 0 || _cursor.Peek(after).Text.Length == 0) return false;
        var (left, right) = (_cursor.Peek(-1).Span, _cursor.Peek(after).Span);
        var (head, tail) = (_cursor.Text[..token.Span.Start], _cursor.Text[token.Span.End..]);
        return _cursor.Ask("or", token.Span, "Choose one, or join them with “and”.",
            $"{head}and{tail}", head.TrimEnd() + _cursor.Text[right.End..], _cursor.Text[..left.Start] + _cursor.Text[right.Start..]);
    }

    private void Unknown()
    {
        if (_cursor.Is("or") && Or()) return;
        if (_cursor.IsAny("until", "to", "from", "through", "between", "and", "by", "for") && _cursor.Peek(1).Text.Length == 0)
        {
            _cursor.Fail("incomplete", _cursor.Current.Span, $"Something is expected after “{_cursor.Current.Text}”.");
            return;
        }

        var token = _cursor.Current;
        var written = _cursor.Text[token.Span.Start..token.Span.End];
        var shown = ConfigField.Shown(written);
        if (PhraseZones.Meanings(written) is { Count: > 0 } zones)
        {
            _cursor.Ask("zone-abbreviation", token.Span, $"“{shown}” can mean {EnglishWords.Or(zones)}.",
                zones.Select(z => string.Concat(_cursor.Text.AsSpan(0, token.Span.Start), z, _cursor.Text.AsSpan(token.Span.End))));
            return;
        }

        if (token.Kind == PhraseTokenKind.SlashDate)
        {
            PhraseSlashes.Ask(_cursor, token);
            return;
        }

        var isKnown = PhraseLexicon.TryGet(token.Text, out _);
        var near = isKnown ? [] : PhraseLexicon.Near(token.Text).Distinct(StringComparer.Ordinal).Take(3)
            .Select(w => char.ToUpperInvariant(w[0]) + w[1..]).ToList();
        var code = token.Kind == PhraseTokenKind.Word ? "unknown-word" : "unexpected";
        var message = near.Count > 0 && token.Kind == PhraseTokenKind.Word ? $"“{shown}” is not understood; did you mean {string.Join(" or ", near)}?"
            : $"“{shown}” is not understood here.";
        _cursor.Fail(code, token.Span, message, near.Count == 1 ? _cursor.Text[..token.Span.Start] + near[0] + _cursor.Text[token.Span.End..] : null);
    }
}
