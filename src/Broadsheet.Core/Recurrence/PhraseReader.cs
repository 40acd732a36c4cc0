namespace Broadsheet.Core.Recurrence;

/// <summary>Reads cron text or plain English: whichever the text looks like.</summary>
internal static class PhraseReader
{
    /// <summary>Longer texts are refused unread, in UTF-16 units.</summary>
    private const int MaxLength = 1_000;

    public static PhraseReading Read(string text, RecurrenceContext context) => Read(text, context, isOption: false);

    /// <summary>Reads an option of a question.</summary>
    public static PhraseReading Option(string text, RecurrenceContext context) => Read(text, context, isOption: true);

    private static PhraseReading Read(string text, RecurrenceContext context, bool isOption)
    {
        if (string.IsNullOrWhiteSpace(text)) return Error("empty", new TextSpan(0, 0), "Type a schedule, for example “every weekday at 9am”.", "every weekday at 09:00");
        if (LooksLikeCron(text)) return Cron(text, context);
        if (text.Length > MaxLength) return Error("too-long", new TextSpan(MaxLength, text.Length), $"A schedule in words has at most {MaxLength} characters.");
        var tokenizer = PhraseTokenizer.Of(text);
        var cursor = new PhraseCursor(text, tokenizer.Tokens, context, isOption);
        foreach (var (written, read) in tokenizer.Corrections) cursor.Draft.Note("typo", $"“{written}” was read as “{read}”");
        new PhraseParser(cursor).Run();
        return cursor.Failure ?? new PhraseResolver(cursor).Resolve();
    }

    public static PhraseReading Error(string code, TextSpan span, string message, string? suggestion = null) =>
        new() { Status = PhraseStatus.Error, Errors = [new FieldError("", code, message, span, suggestion)] };

    private static PhraseReading Cron(string text, RecurrenceContext context)
    {
        var reading = RecurrenceRule.Parse("cron", new() { ["expression"] = text }, context);
        return new PhraseReading
        {
            Status = reading.IsOk ? PhraseStatus.Ok : PhraseStatus.Error,
            Rule = reading.Rule,
            Warnings = [.. reading.Warnings.Select(w => w with { Field = "" })],
            Errors = [.. reading.Errors.Select(e => e with { Field = "" })],
        };
    }

    /// <summary>A macro, another scheduler's notation, or two and more words of which none could be English.</summary>
    private static bool LooksLikeCron(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start[0] is '@' or '*' || start.StartsWith("CRON_TZ=", StringComparison.OrdinalIgnoreCase) || start.StartsWith("TZ=", StringComparison.Ordinal)
            || start.StartsWith("cron(", StringComparison.OrdinalIgnoreCase) || start.StartsWith("rate(", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("OnCalendar", StringComparison.OrdinalIgnoreCase) || text.Contains("*-*-*", StringComparison.Ordinal)) return true;
        if (!char.IsAsciiDigit(start[0]) && start[0] is not ('/' or '?')) return false;
        var words = text[..Math.Min(text.Length, 200)].Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 2 && (words.Any(w => w[0] is '*' or '?') || (words.Length >= 4 && words.Take(4).All(IsCronWord)));
    }

    private static bool IsCronWord(string word) => char.IsAsciiDigit(word[0])
        ? word.All(c => char.IsAsciiDigit(c) || ",-/#LlWw".Contains(c, StringComparison.Ordinal))
        : word is "L" or "LW" || CronName.At(word, 0, CronNames.Months) > 0 || CronName.At(word, 0, CronNames.Weekdays) >= 0 || word[0] is 'L' or '+';
}
