namespace Broadsheet.Core.Recurrence;

/// <summary>
/// Finds what is wrong with a text that <see cref="CronParser"/> refused: one error where the text as a whole is no expression,
/// else one for each field that is wrong.
/// </summary>
internal static class CronDiagnosis
{
    private const string Form = "minute hour day-of-month month day-of-week";

    /// <summary>Never empty.</summary>
    public static IReadOnlyList<CronIssue> Of(string text)
    {
        if (OfWhole(text) is { } whole) return [whole];
        var line = new CronLine(text);
        var issues = new List<CronIssue>();
        for (var i = 0; i < line.Tokens.Count; i++)
            if (new CronFieldDiagnosis(line, i).Find() is { } issue) issues.Add(issue);
        return issues.Count > 0 ? issues : [new CronIssue(null, "not-cron", Whole(text), "This is not a cron expression.")];
    }

    private static CronIssue? OfWhole(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new CronIssue(null, "empty", new TextSpan(0, 0), $"The expression is empty. Write five fields: {Form}.", "0 9 * * 1-5");
        if (text.Length > CronParser.MaxLength)
            return new CronIssue(null, "too-long", new TextSpan(CronParser.MaxLength, text.Length), $"An expression has at most {CronParser.MaxLength:#,0} characters.");
        var line = new CronLine(text);
        return CronForeign.Find(line) ?? OfLines(text) ?? OfWords(line) ?? OfSpaces(line) ?? OfCount(line);
    }

    private static CronIssue? OfLines(string text)
    {
        var end = text.TrimEnd().AsSpan().IndexOfAny('\r', '\n');
        if (end < 0 || string.IsNullOrWhiteSpace(text[..end])) return null;
        var lines = text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var merged = Merged([.. lines.Select(l => new CronLine(l))]);
        var hint = merged is null ? "make one schedule of each." : $"make two schedules or one with a list: {merged}.";
        var count = lines.Length == 2 ? "Two expressions" : $"{lines.Length} expressions";
        return new CronIssue(null, "many-lines", new TextSpan(end, end + 1), $"{count} found; {hint}", merged);
    }

    /// <summary>One expression for two that differ in a single field.</summary>
    private static string? Merged(List<CronLine> lines)
    {
        if (lines.Count != 2 || lines[0].Tokens.Count != lines[1].Tokens.Count) return null;
        var differing = Enumerable.Range(0, lines[0].Tokens.Count).Where(i => lines[0].Tokens[i].Text != lines[1].Tokens[i].Text).ToList();
        if (differing is not [var only]) return null;
        var merged = lines[0].With(only, $"{lines[0].Tokens[only].Text},{lines[1].Tokens[only].Text}");
        return CronParser.Parse(merged) is null ? null : merged;
    }

    private static CronIssue? OfWords(CronLine line)
    {
        if (line.Tokens.Count is 5 or 6 || line.Tokens.Any(t => IsCronLike(t.Text))) return null;
        var macro = "@" + line.Text.Trim().ToLowerInvariant();
        var known = CronParser.Macros.Contains(macro, StringComparer.Ordinal) ? macro : null;
        var hint = known is null ? "write it as plain language where that is taken." : $"write {known}, or use the plain-language box.";
        return new CronIssue(null, "not-cron", Whole(line.Text), $"This is not a cron expression; {hint}", known);
    }

    /// <summary>A list with a space in it makes one field too many.</summary>
    private static CronIssue? OfSpaces(CronLine line)
    {
        if (line.Tokens.Count is not (6 or 7)) return null;
        for (var i = 0; i + 1 < line.Tokens.Count; i++)
        {
            var (left, right) = (line.Tokens[i], line.Tokens[i + 1]);
            var splits = (left.Text.EndsWith(',') && char.IsAsciiLetterOrDigit(right.Text[0])) || (right.Text.StartsWith(',') && right.Text.Length > 1);
            if (!splits) continue;
            var list = left.Text + right.Text;
            var joined = string.Join(' ', line.Tokens.Take(i).Select(t => t.Text).Append(list).Concat(line.Tokens.Skip(i + 2).Select(t => t.Text)));
            var name = new CronLine(joined).NameOf(i);
            return new CronIssue(name, "space-in-list", left.Span, $"A space splits the list into two fields; write {list} without a space.",
                CronParser.Parse(joined) is null ? null : joined);
        }

        return null;
    }

    private static CronIssue? OfCount(CronLine line)
    {
        var count = line.Tokens.Count;
        if (count < 5) return TooFew(line);
        if (count > 5 && !IsCronLike(line.Tokens[5].Text)) return Command(line);
        if (count <= 6) return null;
        var span = new TextSpan(line.Tokens[6].Start, line.Tokens[^1].End);
        var six = string.Join(' ', line.Tokens.Take(6).Select(t => t.Text));
        return new CronIssue(null, "field-count", span,
            $"{count} fields found; a year field is not supported. Use the start and end date of the schedule.", CronParser.Parse(six) is null ? null : six);
    }

    private static CronIssue TooFew(CronLine line)
    {
        var count = line.Tokens.Count;
        var padded = string.Join(' ', line.Tokens.Select(t => t.Text).Concat(Enumerable.Repeat("*", 5 - count)));
        var message = count == 1 ? $"1 field found, 5 needed: {Form}."
            : $"{count} fields found, 5 needed ({Form}), or 6 with seconds first.{(count == 4 ? " The day-of-week seems to be missing." : "")}";
        return new CronIssue(null, "field-count", Whole(line.Text), message, CronParser.Parse(padded) is null ? null : padded);
    }

    private static CronIssue Command(CronLine line)
    {
        var five = string.Join(' ', line.Tokens.Take(5).Select(t => t.Text));
        return new CronIssue(null, "field-count", new TextSpan(line.Tokens[5].Start, line.Tokens[^1].End),
            "A command follows the five fields; paste only the five time fields.", CronParser.Parse(five) is null ? null : five);
    }

    /// <summary>Could be a field of an expression, right or wrong: not a word and not a path.</summary>
    private static bool IsCronLike(string token) =>
        token[0] is '*' or '?' or '+' || token.Any(char.IsAsciiDigit) && !token.AsSpan(1).Contains('/') || token.Length <= 4 && token[0] != '/'
        || token.All(c => char.IsAsciiDigit(c) || c is ',' or '-' or '/' or '*');

    private static TextSpan Whole(string text)
    {
        var start = text.Length - text.TrimStart().Length;
        return new TextSpan(start, Math.Max(start, text.TrimEnd().Length));
    }
}
