using System.Globalization;

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
        while (_cursor.IsAny(polite))
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
        if (_cursor.Is(PhraseTokenKind.Comma))
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
        if (!_cursor.Is(PhraseTokenKind.Word) || !PhraseLexicon.IsUnsupported(_cursor.Current.Text)) return false;
        var start = _cursor.At;
        while (!_cursor.AtEnd && (_cursor.Is(PhraseTokenKind.Weekday) || PhraseLexicon.IsUnsupported(_cursor.Current.Text))) _cursor.At++;
        var span = _cursor.SpanFrom(start);
        var message = _cursor.Peek(start - _cursor.At).Text switch
        {
            "full" or "moon" or "moons" => "Moon phases are not supported.",
            "sunrise" or "sunset" or "dawn" or "dusk" => "Sunrise and sunset are not supported; give a clock time.",
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

        if (!_cursor.IsAny("next", "this") || _cursor.Peek(1).Kind is not (PhraseTokenKind.Weekday or PhraseTokenKind.Word or PhraseTokenKind.Month)) return false;
        _cursor.At += 2;
        var span = _cursor.SpanFrom(start);
        var what = _cursor.Text[_cursor.Previous.Span.Start.._cursor.Previous.Span.End];
        return _cursor.Fail("one-off", span, $"This is one run, not a repeating schedule; did you mean “every {what}”?", $"every {what}");
    }

    private void Unknown()
    {
        var token = _cursor.Current;
        var written = _cursor.Text[token.Span.Start..token.Span.End];
        var shown = ConfigField.Shown(written);
        if (PhraseZones.Meanings(written) is { Count: > 0 } zones)
        {
            _cursor.Ask("zone-abbreviation", token.Span, $"{written.ToUpperInvariant()} can mean {string.Join(", ", zones)}.",
                zones.Select(z => string.Concat(_cursor.Text.AsSpan(0, token.Span.Start), z, _cursor.Text.AsSpan(token.Span.End))));
            return;
        }

        if (token.Kind == PhraseTokenKind.SlashDate)
        {
            SlashDate(token);
            return;
        }

        var near = PhraseLexicon.Near(token.Text).Distinct(StringComparer.Ordinal).Take(3)
            .Select(w => char.ToUpperInvariant(w[0]) + w[1..]).ToList();
        var code = token.Kind == PhraseTokenKind.Word ? "unknown-word" : "unexpected";
        var message = near.Count > 0 && token.Kind == PhraseTokenKind.Word ? $"“{shown}” is not understood; did you mean {string.Join(" or ", near)}?"
            : $"“{shown}” is not understood here.";
        _cursor.Fail(code, token.Span, message, near.Count == 1 ? _cursor.Text[..token.Span.Start] + near[0] + _cursor.Text[token.Span.End..] : null);
    }

    private void SlashDate(PhraseToken token)
    {
        var parts = token.Text.Split('/').Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).ToArray();
        string? Option(int day, int month) => month is >= 1 and <= 12 && day is >= 1 and <= 31 && day <= CivilDay.LongestOf(month)
            ? string.Concat(_cursor.Text.AsSpan(0, token.Span.Start), $"{day} {EnglishWords.Months[month]}", _cursor.Text.AsSpan(token.Span.End)) : null;
        string?[] options = parts.Length >= 2 ? [Option(parts[0], parts[1]), Option(parts[1], parts[0])] : [];
        _cursor.Ask("date-order", token.Span, "The day or the month first? Write the month as a word.", options.OfType<string>());
    }
}
