using System.Globalization;

namespace Broadsheet.Core.Recurrence;

/// <summary>Recognises the notations of others, and macros that are not ours, and says them as cron where that is possible.</summary>
internal static class CronForeign
{
    public static CronIssue? Find(CronLine line)
    {
        var text = line.Text.Trim();
        if (text.StartsWith('@')) return Macro(text, WholeOf(line));
        if (IsZone(line.Tokens[0].Text)) return Zone(line);
        if (StartsWith(text, "cron(") || StartsWith(text, "rate(")) return Aws(text, WholeOf(line));
        return StartsWith(text, "OnCalendar") || text.Contains("*-*-*", StringComparison.Ordinal) ? Systemd(text, WholeOf(line)) : null;
    }

    private static TextSpan WholeOf(CronLine line) => new(line.Tokens[0].Start, line.Tokens[^1].End);

    private static bool StartsWith(string text, string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);

    private static CronIssue Macro(string text, TextSpan span)
    {
        if (StartsWith(text, "@every"))
        {
            var cron = OfInterval(text[6..].Trim());
            var hint = cron is null ? "write the interval as a step, for example */5 * * * *." : $"for every {text[6..].Trim()} write {cron}.";
            return new CronIssue(null, "unsupported-macro", span, $"@every is not cron; {hint}", cron);
        }

        if (StartsWith(text, "@reboot"))
            return new CronIssue(null, "unsupported-macro", span, "@reboot is not a time; a schedule runs by the clock only.");
        var word = text.Split(' ', 2)[0];
        var near = Nearest.To(word, CronParser.Macros);
        var guess = near is null ? "" : $"; did you mean {near}?";
        return new CronIssue(null, "unknown-macro", span,
            $"Unknown macro “{ConfigField.Shown(word)}”{guess} Known: {string.Join(' ', CronParser.Macros)}.", near);
    }

    private static bool IsZone(string token) => StartsWith(token, "CRON_TZ=") || StartsWith(token, "TZ=");

    private static CronIssue Zone(CronLine line)
    {
        var rest = string.Join(' ', line.Tokens.Skip(1).Select(t => t.Text));
        return new CronIssue(null, "zone-in-expression", line.Tokens[0].Span, "Choose the time zone in its own field.",
            CronParser.Parse(rest) is null ? null : rest);
    }

    private static CronIssue Aws(string text, TextSpan span)
    {
        var inner = text[5..].TrimEnd(')').Trim();
        var cron = StartsWith(text, "rate(") ? OfInterval(inner) : OfAws(inner);
        return new CronIssue(null, "aws-form", span, "This is the AWS form; without cron(...) and the year it is:", cron);
    }

    /// <summary>AWS has a year at the end, and counts weekdays from 1 for Sunday.</summary>
    private static string? OfAws(string inner)
    {
        var fields = inner.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is not (5 or 6)) return null;
        var weekday = string.Concat(fields[4].Select((c, i) =>
            c is >= '1' and <= '7' && (i == 0 || fields[4][i - 1] is not ('#' or '/')) ? (char)(c - 1) : c));
        var cron = $"{fields[0]} {fields[1]} {fields[2]} {fields[3]} {weekday}".Replace('?', '*');
        return CronParser.Parse(cron) is null ? null : cron;
    }

    /// <summary><c>5m</c>, <c>2 hours</c>: only what divides an hour or a day.</summary>
    private static string? OfInterval(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        if (digits is 0 or > 3) return null;
        var count = int.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture);
        var unit = text[digits..].Trim().ToLowerInvariant();
        if (unit is "h" or "hour" or "hours" && count is > 0 and < 24 && 24 % count == 0) return count == 1 ? "0 * * * *" : $"0 */{count} * * *";
        if (unit is not ("m" or "min" or "minute" or "minutes") || count is 0 or >= 60 || 60 % count != 0) return null;
        return count == 1 ? "* * * * *" : $"*/{count} * * * *";
    }

    private static CronIssue Systemd(string text, TextSpan span) =>
        new(null, "systemd-form", span, "This is a systemd calendar; as cron:", OfSystemd(text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]));

    /// <summary>A list of weekdays, any date and a time of day; null for more than that.</summary>
    private static string? OfSystemd(string calendar)
    {
        var parts = calendar.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var weekdays = "*";
        if (parts.Length == 3)
        {
            var days = parts[0].Replace("..", "-", StringComparison.Ordinal).Split(',');
            weekdays = string.Join(',', days.Select(d => string.Join('-', d.Split('-').Select(Weekday))));
            parts = parts[1..];
        }

        if (parts is not ["*-*-*", var clock] || ClockTime.Parse(clock) is not { } time) return null;
        var cron = $"{time / 60 % 60} {time / 3600} * * {weekdays}";
        return CronParser.Parse(cron) is null ? null : cron;
    }

    private static string Weekday(string name)
    {
        var day = name.Length >= 3 ? CronName.At(name, 0, CronNames.Weekdays) : -1;
        return day.ToString(CultureInfo.InvariantCulture);
    }
}
