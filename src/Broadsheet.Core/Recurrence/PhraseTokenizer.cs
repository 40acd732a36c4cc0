using System.Buffers;
using System.Globalization;

namespace Broadsheet.Core.Recurrence;

/// <summary>Cuts a phrase into tokens, with where each stands and with slips corrected.</summary>
internal sealed class PhraseTokenizer
{
    private const string Signs = ",;()[]\"“”!?";

    private static readonly SearchValues<char> s_compoundSigns = SearchValues.Create("-–—/+&");
    private static readonly SearchValues<char> s_offsetSigns = SearchValues.Create("0123456789:");

    private readonly string _text;
    private readonly List<PhraseToken> _tokens = [];
    private int _at;

    private PhraseTokenizer(string text) => _text = text;

    /// <summary>What was corrected: the word as written and as read.</summary>
    public List<(string Written, string Read)> Corrections { get; } = [];

    public IReadOnlyList<PhraseToken> Tokens => _tokens;

    public static PhraseTokenizer Of(string text)
    {
        var tokenizer = new PhraseTokenizer(text);
        tokenizer.Run();
        return tokenizer;
    }

    private void Run()
    {
        while (_at < _text.Length)
        {
            var (c, start) = (_text[_at], _at);
            if (char.IsWhiteSpace(c))
            {
                _at++;
            }
            else if (c is '"' or '“')
            {
                _at = Quote(_at);
            }
            else if (Signs.Contains(c, StringComparison.Ordinal))
            {
                var kind = c is '(' or '[' ? PhraseTokenKind.Open : c is ')' or ']' ? PhraseTokenKind.Close : PhraseTokenKind.Comma;
                Add(kind, c.ToString(), 0, start, ++_at);
            }
            else
            {
                _at = EndOfChunk(start);
                var end = _at;
                while (end > start + 1 && _text[end - 1] == '.') end--;
                Chunk(start, end);
            }
        }
    }

    private int EndOfChunk(int start)
    {
        while (start < _text.Length && !char.IsWhiteSpace(_text[start]) && !Signs.Contains(_text[start], StringComparison.Ordinal)) start++;
        return start;
    }

    /// <summary>One to three words that a zone is named after.</summary>
    private bool City(int start)
    {
        var ends = new List<int>();
        for (var at = start; at < _text.Length && ends.Count < 3;)
        {
            at = EndOfChunk(at);
            ends.Add(at);
            if (at >= _text.Length || _text[at] != ' ') break;
            at++;
        }

        for (var i = ends.Count - 1; i >= 0; i--)
        {
            if (ZoneNames.OfCity(_text[start..ends[i]]) is not { } zone) continue;
            Add(PhraseTokenKind.Zone, zone.Id, 1, start, ends[i]);
            _at = ends[i];
            return true;
        }

        return false;
    }

    /// <summary>A quote ends at the next quotation mark; two in a row stand for one.</summary>
    private int Quote(int start)
    {
        var content = new System.Text.StringBuilder();
        var at = start + 1;
        while (at < _text.Length)
        {
            if (_text[at] is '"' or '”')
            {
                if (at + 1 >= _text.Length || _text[at + 1] != '"') break;
                at++;
            }

            content.Append(_text[at++]);
        }

        Add(PhraseTokenKind.Quoted, content.ToString(), 0, start, Math.Min(at + 1, _text.Length));
        return at + 1;
    }

    private void Chunk(int start, int end)
    {
        var raw = _text[start..end];
        var word = raw.ToLowerInvariant();
        if (Offset(raw, word, start, end) || Digits(word, start, end)) return;
        if (PhraseLexicon.TryGet(word, out var entry))
        {
            if (!JoinsTens(entry.Kind, entry.Text, entry.Value, start, end))
                Add(entry.Kind, entry.Text, entry.Value, start, end, exact: entry.Kind == PhraseTokenKind.Time);
            return;
        }

        if (Special(raw, word, start, end) || Compound(word, start)) return;
        if (raw.Contains('/', StringComparison.Ordinal) || (raw.Contains('_', StringComparison.Ordinal) && ZoneNames.Find(raw) is not null))
        {
            Add(PhraseTokenKind.Zone, raw, 0, start, end);
            return;
        }

        if (PhraseLexicon.IsUnsupported(word))
        {
            Add(PhraseTokenKind.Word, word, 0, start, end);
            return;
        }

        if (City(start)) return;
        if (PhraseZones.Meanings(raw).Count == 0 && PhraseLexicon.Correct(word) is { } better && PhraseLexicon.TryGet(better, out entry))
        {
            Corrections.Add((word, better));
            Add(entry.Kind, entry.Text, entry.Value, start, end, exact: entry.Kind == PhraseTokenKind.Time);
            return;
        }

        Add(PhraseTokenKind.Word, word, 0, start, end);
    }

    /// <summary><c>UTC+2</c>, <c>+02:00</c>: no zone, but to be refused as one and not to be read as a time.</summary>
    private bool Offset(string raw, string word, int start, int end)
    {
        var sign = word.AsSpan().IndexOfAny('+', '-');
        if (sign < 0 || sign + 1 >= word.Length || !char.IsAsciiDigit(word[sign + 1])) return false;
        var isOffset = word[..sign] is "utc" or "gmt" or "z" || (sign == 0 && (word[0] == '+' || word.Contains(':', StringComparison.Ordinal)));
        if (!isOffset || word.AsSpan(sign + 1).ContainsAnyExcept(s_offsetSigns)) return false;
        Add(PhraseTokenKind.Zone, raw, 0, start, end);
        return true;
    }

    /// <summary><c>twenty-first</c>, <c>forty five</c>: one number in two words.</summary>
    private bool JoinsTens(PhraseTokenKind kind, string text, int value, int start, int end)
    {
        if (_tokens.Count == 0 || kind is not (PhraseTokenKind.Number or PhraseTokenKind.Ordinal) || value is < 1 or > 9 || char.IsAsciiDigit(text[0])) return false;
        var tens = _tokens[^1];
        if (tens.Kind != PhraseTokenKind.Number || tens.Value is < 20 or > 90 || tens.Value % 10 != 0 || char.IsAsciiDigit(tens.Text[0]) || start - tens.Span.End > 1) return false;
        _tokens[^1] = new PhraseToken(kind, $"{tens.Text}-{text}", tens.Value + value, new TextSpan(tens.Span.Start, end));
        return true;
    }

    /// <summary><c>MWF</c>, <c>TTh</c>, <c>M-F</c>, <c>WD3</c>, <c>:15</c>, a dash alone, and words with a hyphen inside.</summary>
    private bool Special(string raw, string word, int start, int end)
    {
        if (word is "-" or "–" or "—")
        {
            Add(PhraseTokenKind.Dash, "-", 0, start, end);
            return true;
        }

        if (word.Length == 3 && word[0] == ':' && int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var minute))
        {
            Add(PhraseTokenKind.Number, word, minute, start, end);
            Add(PhraseTokenKind.Word, "past", 0, start, end);
            return true;
        }

        int[]? days = raw switch { "MWF" or "M/W/F" => [1, 3, 5], "TTh" or "TTH" or "T/Th" => [2, 4], "MTWTF" or "MTWThF" or "M-F" => [1, 2, 3, 4, 5], _ => null };
        if (days is not null)
        {
            foreach (var day in days) Add(PhraseTokenKind.Weekday, EnglishWords.Weekdays[day].ToLowerInvariant(), day, start, end);
            return true;
        }

        if (word.Length is 3 or 4 or 5 && word.StartsWith("wd", StringComparison.Ordinal)
            && int.TryParse(word.AsSpan(2), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var nth))
        {
            Add(PhraseTokenKind.Word, "wd", nth, start, end);
            return true;
        }

        var joined = word.Replace("-", "", StringComparison.Ordinal);
        if (joined == word || !PhraseLexicon.TryGet(joined, out var entry)) return false;
        Add(entry.Kind, entry.Text, entry.Value, start, end);
        return true;
    }

    /// <summary><c>mon/wed/fri</c>, <c>Mon-Fri</c>, <c>9-17</c>, <c>month-end</c>: parts that are each known.</summary>
    private bool Compound(string word, int start)
    {
        var at = word.AsSpan(1).IndexOfAny(s_compoundSigns) + 1;
        if (at <= 0 || at >= word.Length - 1) return false;
        var sign = word[at];
        var parts = word.Split(sign);
        if (parts.Length > 7 || parts.Any(p => p.Length == 0 || !IsKnown(p))) return false;
        var isDash = sign is '-' or '–' or '—';
        var isRange = isDash && parts.All(IsEndOfRange);
        for (var i = 0; i < parts.Length; i++)
        {
            Chunk(start, start + parts[i].Length);
            start += parts[i].Length;
            if (i < parts.Length - 1 && (isRange || !isDash))
                Add(isRange ? PhraseTokenKind.Dash : PhraseTokenKind.Comma, sign.ToString(), 0, start, start + 1);
            start++;
        }

        return true;
    }

    private static bool IsEndOfRange(string part) => char.IsAsciiDigit(part[0])
        || (PhraseLexicon.TryGet(part, out var entry) && entry.Kind is PhraseTokenKind.Weekday or PhraseTokenKind.Month or PhraseTokenKind.Time);

    private static bool IsKnown(string part) => PhraseLexicon.TryGet(part, out _)
        || (char.IsAsciiDigit(part[0]) && (part.All(char.IsAsciiDigit) || Ordinal(part) is not null || ClockWord(part, out _, out _)));

    private bool Digits(string word, int start, int end)
    {
        if (!char.IsAsciiDigit(word[0]) && !(word[0] == '-' && word.Length > 1 && char.IsAsciiDigit(word[1]))) return false;
        if (int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            Add(PhraseTokenKind.Number, word, number, start, end);
            return true;
        }

        if (word.All(char.IsAsciiDigit)) Add(PhraseTokenKind.Number, word, int.MaxValue, start, end);
        else if (Ordinal(word) is { } ordinal) Add(PhraseTokenKind.Ordinal, word, ordinal, start, end);
        else if (Date(word) is { } date) Add(PhraseTokenKind.Date, word, date, start, end);
        else if (word[^1] == 'z' && ClockWord(word[..^1], out var utc, out _)) UtcTime(word[..^1], utc, start, end);
        else if (word.Contains('/', StringComparison.Ordinal) && word.All(c => char.IsAsciiDigit(c) || c == '/')) Add(PhraseTokenKind.SlashDate, word, 0, start, end);
        else if (ClockWord(word, out var second, out var exact)) Add(PhraseTokenKind.Time, word, second, start, end, exact);
        else if (word.Count(c => c == '.') == 1 && word.All(c => char.IsAsciiDigit(c) || c == '.')) Add(PhraseTokenKind.Fraction, word, 0, start, end);
        else if (Unit(word, start, end) || Compound(word, start)) return true;
        else Add(PhraseTokenKind.Word, word, 0, start, end);
        return true;
    }

    /// <summary><c>09:00Z</c>.</summary>
    private void UtcTime(string time, int second, int start, int end)
    {
        Add(PhraseTokenKind.Time, time, second, start, end - 1, exact: true);
        Add(PhraseTokenKind.Word, "utc", 0, end - 1, end);
    }

    /// <summary><c>15min</c>, <c>2h</c>, <c>2x</c>: a number with its unit.</summary>
    private bool Unit(string word, int start, int end)
    {
        var digits = word.TakeWhile(char.IsAsciiDigit).Count();
        var unit = word[digits..] switch { "h" => "hour", "m" => "minute", "s" => "seconds", "d" => "day", "w" => "week", "x" => "times", var other => other };
        if (digits is 0 or > 5 || !PhraseLexicon.TryGet(unit, out var entry) || entry.Kind != PhraseTokenKind.Word) return false;
        Add(PhraseTokenKind.Number, word[..digits], int.Parse(word.AsSpan(0, digits), CultureInfo.InvariantCulture), start, start + digits);
        Add(PhraseTokenKind.Word, entry.Text, 0, start + digits, end);
        return true;
    }

    private static int? Ordinal(string word)
    {
        if (word.Length is < 3 or > 7) return null;
        var ending = word[^2..];
        return ending is "st" or "nd" or "rd" or "th" && int.TryParse(word.AsSpan(0, word.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
    }

    /// <summary>Years, months and days; -1 for what has the form of a date and is none; null for anything else.</summary>
    private static int? Date(string word)
    {
        var parts = word.Split('-');
        if (parts.Length != 3 || parts[0].Length != 4 || parts[1].Length is 0 or > 2 || parts[2].Length is 0 or > 2 || !parts.All(p => p.All(char.IsAsciiDigit))) return null;
        var (year, month, day) = (Value(parts[0]), Value(parts[1]), Value(parts[2]));
        return year >= 1000 && month is >= 1 and <= 12 && day >= 1 && day <= CivilDay.LengthOf(year, month) ? year * 10_000 + month * 100 + day : -1;

        static int Value(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
    }

    /// <summary>Has the form of a time; -1 where there is no such time.</summary>
    private static bool ClockWord(string word, out int second, out bool exact)
    {
        second = ClockTime.Parse(word) ?? WordTime.Parse(word) ?? -1;
        var half = word.EndsWith("am", StringComparison.Ordinal) || word.EndsWith("pm", StringComparison.Ordinal);
        exact = half || word.StartsWith('0') || second >= 13 * 3600;
        var body = half ? word[..^2] : word;
        var signs = body.Count(c => c is ':' or 'h' || (c == '.' && half));
        return body.Length > 0 && char.IsAsciiDigit(body[^1]) && body.All(c => char.IsAsciiDigit(c) || c is ':' or '.' or 'h')
            && (half ? signs <= 1 : signs is 1 or 2) && body.Length <= 8;
    }

    private void Add(PhraseTokenKind kind, string text, int value, int start, int end, bool exact = false) =>
        _tokens.Add(new PhraseToken(kind, text, value, new TextSpan(start, end)) { IsExact = exact });
}
