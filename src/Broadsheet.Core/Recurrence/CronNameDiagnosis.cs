namespace Broadsheet.Core.Recurrence;

/// <summary>Finds what is wrong with a word in a field.</summary>
internal sealed class CronNameDiagnosis(CronLine line, int index)
{
    private readonly CronField _field = line.FieldOf(index);

    /// <summary>Null where the word is a name of the field.</summary>
    public CronIssue? Find(string word, int start)
    {
        var upper = word.ToUpperInvariant();
        if (_field == CronField.Month && CronName.Months.Contains(upper, StringComparer.Ordinal)) return null;
        if (_field == CronField.DayOfWeek && CronName.Weekdays.Contains(upper, StringComparer.Ordinal)) return null;
        var span = new TextSpan(start, start + word.Length);
        var name = line.NameOf(index);
        return Misplaced(upper, name, span) ?? (_field is CronField.Month or CronField.DayOfWeek
            ? Unknown(word, upper, name, span)
            : new CronIssue(name, "unexpected-character", span, $"“{ConfigField.Shown(word)}” has no meaning in this field."));
    }

    private CronIssue? Misplaced(string upper, string name, TextSpan span)
    {
        var value = line.Tokens[index].Text;
        if (_field != CronField.DayOfWeek && Match(upper, CronName.Weekdays) is { } day)
        {
            var message = _field == CronField.Month ? $"{day} is a day name; this is the month field. Move it to the fifth field."
                : "A day name belongs in the fifth field (day-of-week).";
            return new CronIssue(name, "name-in-wrong-field", span, message, Checked(line.Moved(index, CronField.DayOfWeek, value)));
        }

        return _field != CronField.Month && Match(upper, CronName.Months) is not null
            ? new CronIssue(name, "name-in-wrong-field", span, "A month name belongs in the fourth field.", Checked(line.Moved(index, CronField.Month, value)))
            : null;
    }

    private CronIssue Unknown(string word, string upper, string name, TextSpan span)
    {
        var (names, kind) = _field == CronField.Month ? (CronName.Months, "month") : (CronName.Weekdays, "day");
        var near = Match(upper, names) ?? Nearest.To(upper, names);
        var shown = ConfigField.Shown(word);
        var message = near is null ? $"“{shown}” is not a {kind} name; the names are {string.Join(' ', names)}."
            : upper.Length >= 6 ? $"“{shown}” is not a {kind} name here; use the three letters {near}."
            : upper.StartsWith(near, StringComparison.Ordinal) ? $"“{shown}” is not a {kind} name; use {near}."
            : $"“{shown}” is not a {kind} name; did you mean {near}?";
        var suggestion = near is null ? null : Checked(line.With(index, line.Tokens[index].Text.Replace(word, near, StringComparison.Ordinal)));
        return new CronIssue(name, "unknown-name", span, message, suggestion);
    }

    /// <summary>The name that a word is, or that a longer one begins with.</summary>
    private static string? Match(string upper, IReadOnlyList<string> names) =>
        names.FirstOrDefault(n => upper.StartsWith(n, StringComparison.Ordinal));

    private static string? Checked(string? expression) => expression is null || CronParser.Parse(expression) is null ? null : expression;
}
