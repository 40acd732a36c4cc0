using System.Globalization;

namespace Broadsheet.Core.Recurrence;

/// <summary>Finds the first thing that is wrong in one field of an expression of five or six.</summary>
internal sealed class CronFieldDiagnosis
{
    private readonly CronLine _line;
    private readonly int _index;
    private readonly CronToken _token;
    private readonly CronField _field;
    private readonly CronRange _range;

    public CronFieldDiagnosis(CronLine line, int index)
    {
        (_line, _index, _token, _field) = (line, index, line.Tokens[index], line.FieldOf(index));
        _range = CronRange.Of(_field);
    }

    private string Name => _line.NameOf(_index);

    private string Label => char.ToUpperInvariant(Name[0]) + Name[1..].Replace('-', ' ');

    private bool IsDayField => _field is CronField.DayOfMonth or CronField.DayOfWeek;

    /// <summary>Null where the field is right.</summary>
    public CronIssue? Find()
    {
        if (OfCharacters() is { } character) return character;
        if (IsDayField && _token.Text is "*" or "?") return null;
        var at = 0;
        var plus = _field == CronField.DayOfWeek && _token.Text.StartsWith('+') ? 1 : 0;
        foreach (var item in _token.Text[plus..].Split(','))
        {
            var start = _token.Start + plus + at;
            if (item.Length == 0) return EmptyItem();
            if (OfItem(item, start) is { } issue) return issue;
            at += item.Length + 1;
        }

        return null;
    }

    private CronIssue? OfCharacters()
    {
        for (var i = 0; i < _token.Text.Length; i++)
        {
            var c = _token.Text[i];
            if (c <= 0x7F && (char.IsAsciiLetterOrDigit(c) || "*/,-?#+:.".Contains(c, StringComparison.Ordinal))) continue;
            var plain = Plain(c);
            var what = c is '–' or '—' ? $"That is a long dash (U+{(int)c:X4})" : c > 0x7F ? $"That character is U+{(int)c:X4}" : $"“{c}” has no meaning here";
            var hint = plain is null ? "." : $"; use “{plain}”.";
            return Issue("unexpected-character", At(i, 1), what + hint, plain is null ? null : Replaced(c.ToString(), plain));
        }

        return null;
    }

    private static string? Plain(char c)
    {
        if (c is >= '‐' and <= '―' or '−' or '－') return "-";
        if (c is '＊' or '∗' or '×') return "*";
        var digit = CharUnicodeInfo.GetDecimalDigitValue(c);
        return c > 0x7F && digit >= 0 ? digit.ToString(CultureInfo.InvariantCulture) : null;
    }

    private CronIssue EmptyItem()
    {
        var twice = _token.Text.IndexOf(",,", StringComparison.Ordinal);
        var kept = string.Join(',', _token.Text.Split(',', StringSplitOptions.RemoveEmptyEntries));
        var suggestion = kept.Length == 0 ? null : Checked(_line.With(_index, kept));
        if (twice >= 0) return Issue("empty-item", At(twice, 2), "There is an empty item between two commas.", suggestion);
        var where = _token.Text.EndsWith(',') ? "ends" : "starts";
        return Issue("empty-item", _token.Span, $"The list {where} with a comma.", suggestion);
    }

    private CronIssue? OfItem(string item, int start)
    {
        var range = OfSigns(item, start) ?? OfDaySigns(item, start);
        if (range is not null) return range;
        if (IsValidDayItem(item)) return null;
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        var head = slash < 0 ? item : item[..slash];
        return OfHead(head, start) ?? (slash < 0 ? null : OfStep(item[(slash + 1)..], start + slash + 1));
    }

    /// <summary>What is wrong with the signs of any field's item.</summary>
    private CronIssue? OfSigns(string item, int start)
    {
        var question = item.IndexOf('?', StringComparison.Ordinal);
        if (question >= 0)
        {
            var message = IsDayField ? "“?” stands alone in its field." : "“?” is allowed only in day-of-month and day-of-week; use *.";
            return Issue(IsDayField ? "unexpected-character" : "misplaced-question", new(start + question, start + question + 1), message, Replaced("?", "*"));
        }

        if (item[0] == '/') return Issue("value-missing", new(start, start + 1), "A value or * is expected before “/”.", Replaced(item, "*" + item));
        if (item.StartsWith("**", StringComparison.Ordinal))
            return Issue("unexpected-character", new(start, start + 2), "Only one * is allowed.", Replaced(item, item.TrimStart('*').Insert(0, "*")));
        if (item.Length > 1 && item[0] == '*' && item[1] != '/')
        {
            var step = item[1..];
            return Issue("unexpected-character", new(start, start + 2), $"After * only “/” may follow; did you mean */{step}?", Replaced(item, "*/" + step));
        }

        var dots = item.IndexOf("..", StringComparison.Ordinal);
        if (dots >= 0) return Issue("unexpected-character", new(start + dots, start + dots + 2), "Write a range with “-”.", Replaced("..", "-"));
        return OfClock(item, start);
    }

    private CronIssue? OfClock(string item, int start)
    {
        var isClock = item.Contains(':', StringComparison.Ordinal) || item.EndsWith("am", StringComparison.OrdinalIgnoreCase)
            || item.EndsWith("pm", StringComparison.OrdinalIgnoreCase);
        if (!isClock || !char.IsAsciiDigit(item[0]) || WordTime.Parse(item) is not { } time) return null;
        var hour = (time / 3600).ToString(CultureInfo.InvariantCulture);
        var is24 = item.StartsWith(hour, StringComparison.Ordinal) ? "" : $": {item} is {hour}";
        return Issue("clock-time", new(start, start + item.Length), $"Use 24-hour hours without am/pm{is24}.",
            _field == CronField.Hour ? Replaced(item, hour) : null);
    }

    /// <summary>L, W and # where they don't belong, or not like this.</summary>
    private CronIssue? OfDaySigns(string item, int start)
    {
        var span = new TextSpan(start, start + item.Length);
        var upper = item.ToUpperInvariant();
        if (upper == "L" && _field == CronField.DayOfWeek)
            return Issue("last-needs-weekday", span, "In day-of-week, L needs a weekday, for example 5L or FRIL; the last day of the month is L in the third field.",
                Checked(_line.Moved(_index, CronField.DayOfMonth, "L")));
        if (upper[0] == 'L' && upper.Length < 6 && upper.All(c => char.IsAsciiDigit(c) || c is 'L' or '-' or 'W') && !IsDayField)
            return Issue("misplaced-l", span, "L is allowed only in day-of-month and day-of-week.");
        if (upper == "W" && _field == CronField.DayOfMonth)
            return Issue("value-missing", span, "W needs a day, for example 15W, or LW for the last weekday.", Replaced(item, "LW"));
        if (upper.Length > 1 && upper[^1] == 'W' && upper[..^1].All(c => char.IsAsciiDigit(c) || c is 'L' or '-' or '/' or '*'))
        {
            if (_field != CronField.DayOfMonth)
                return Issue("misplaced-w", span, "W (nearest weekday) belongs in the third field.", Checked(_line.Moved(_index, CronField.DayOfMonth, upper)));
            if (upper[0] != 'L' && upper.AsSpan().ContainsAny("-/*")) return Issue("w-on-range", span, "W works on one day only, not on a range.");
            if (upper[0] == 'L') return null;
            return upper[..^1].All(char.IsAsciiDigit) ? OfNumber(upper[..^1], start) : Issue("unexpected-character", span, "W follows a day, as in 15W, or L.");
        }

        var hash = item.IndexOf('#', StringComparison.Ordinal);
        if (hash < 0) return null;
        if (_field != CronField.DayOfWeek) return Issue("unexpected-character", new(start + hash, start + hash + 1), "# is allowed only in day-of-week.");
        return OfHead(item[..hash], start) ?? OfNth(item, hash, start);
    }

    private CronIssue? OfNth(string item, int hash, int start)
    {
        var nth = item[(hash + 1)..];
        var span = new TextSpan(start + hash + 1, start + Math.Max(item.Length, hash + 2));
        if (nth.Length == 0) return Issue("value-missing", new(start, start + item.Length), "A number from 1 to 5 is expected after #.", Replaced(item, item + "1"));
        if (nth is "1" or "2" or "3" or "4" or "5") return null;
        if (nth == "0") return Issue("out-of-range", span, "#0: use 1–5.");
        return nth.All(char.IsAsciiDigit)
            ? Issue("out-of-range", span, $"#{ConfigField.Shown(nth)}: a month has at most five of a weekday; use 1–5 or L for the last.", Replaced(item, item[..hash] + "L"))
            : Issue("unexpected-character", span, "A number from 1 to 5 is expected after #.");
    }

    private bool IsValidDayItem(string item) => _field switch
    {
        CronField.DayOfMonth => item[0] is 'l' or 'L' || item[^1] is 'w' or 'W',
        CronField.DayOfWeek => item.Contains('#', StringComparison.Ordinal),
        _ => false,
    } && CronParser.Parse(_field == CronField.DayOfMonth ? $"0 0 {item} * *" : $"0 0 * * {item}") is not null;

    private CronIssue? OfHead(string head, int start)
    {
        if (head == "*") return null;
        if (_field == CronField.DayOfWeek && head.Length > 1 && head[^1] is 'l' or 'L' && OfValue(head[..^1], start) is null) return null;
        var dash = head.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0) return OfValue(head, start);
        var second = head.IndexOf('-', dash + 1);
        if (second >= 0) return Issue("unexpected-character", new(start + second, start + head.Length), "A range has two ends only.");
        if (dash == 0) return Issue("range-incomplete", new(start, start + head.Length), "The range has no start.", Replaced(head, _range.Min + head));
        if (dash == head.Length - 1) return OpenRange(head, start);
        return OfValue(head[..dash], start) ?? OfValue(head[(dash + 1)..], start + dash + 1);
    }

    private CronIssue OpenRange(string head, int start)
    {
        var closing = int.TryParse(head.AsSpan(0, head.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && _field == CronField.Hour && first < 17 ? 17 : _range.Wrap;
        return Issue("range-incomplete", new(start, start + head.Length), "The range has no end.", Replaced(head, head + closing));
    }

    private CronIssue? OfValue(string value, int start)
    {
        if (value.Length > 0 && value.All(char.IsAsciiDigit)) return OfNumber(value, start);
        if (value.Length > 0 && value.All(char.IsAsciiLetter)) return new CronNameDiagnosis(_line, _index).Find(value, start);
        if (value.Length == 0) return Issue("value-missing", new(start, Math.Min(start + 1, _token.End)), "A value is expected here.");
        var odd = value.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return Issue("unexpected-character", new(start + odd, start + value.Length), $"“{ConfigField.Shown(value[odd..])}” has no meaning here.");
    }

    private CronIssue? OfNumber(string digits, int start)
    {
        var value = digits.Length > 4 ? 99_999 : int.Parse(digits, CultureInfo.InvariantCulture);
        if (value >= _range.Min && value <= _range.Max && digits.Length <= 4) return null;
        var (hint, better) = (_field, value) switch
        {
            (CronField.Hour, 24) => ("; midnight is 0", "0"),
            (CronField.DayOfMonth, > 31) => (". For the last day write L", "L"),
            (CronField.Minute or CronField.Second, 60) => ("", "0"),
            _ => ("", Math.Clamp(value, _range.Min, _range.Max).ToString(CultureInfo.InvariantCulture)),
        };
        var message = $"{Label} {ConfigField.Shown(digits)} is out of range {_range.Min}–{_range.Max}{hint}.";
        return Issue("out-of-range", new(start, start + digits.Length), message, Replaced(digits, better));
    }

    private CronIssue? OfStep(string step, int start)
    {
        var span = new TextSpan(start, start + step.Length);
        if (step.Length == 0)
            return Issue("step-missing", new(start - 1, start), "A number is expected after “/”.", Checked(_line.With(_index, _token.Text + "5")));
        if (!step.All(char.IsAsciiDigit)) return Issue("unexpected-character", span, "A number is expected after “/”.");
        var value = step.Length > 4 ? 99_999 : int.Parse(step, CultureInfo.InvariantCulture);
        if (value == 0) return Issue("step-zero", span, "A step of 0 never advances; use 1 or more.");
        if (value <= _range.Max && step.Length <= 4) return null;
        var once = _field == CronField.Minute ? "; this would run once an hour at :00" : "";
        return Issue("step-too-large", span, $"A step of {ConfigField.Shown(step)} is larger than the {Name} field{once}.",
            Checked(_line.With(_index, _range.Min.ToString(CultureInfo.InvariantCulture))));
    }

    private CronIssue Issue(string code, TextSpan span, string message, string? suggestion = null) => new(Name, code, span, message, suggestion);

    private TextSpan At(int offset, int length) => new(_token.Start + offset, _token.Start + offset + length);

    private string? Replaced(string part, string better) =>
        Checked(_line.With(_index, _token.Text.Replace(part, better, StringComparison.Ordinal)));

    /// <summary>Only what would be accepted is suggested.</summary>
    private static string? Checked(string? expression) => expression is null || CronParser.Parse(expression) is null ? null : expression;
}
