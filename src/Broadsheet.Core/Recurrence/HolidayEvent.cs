using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Core.Recurrence;

/// <summary>One VEVENT while it is being read.</summary>
internal sealed class HolidayEvent(int line)
{
    private const int MaxDays = 366;
    private static readonly LocalDatePattern s_date = LocalDatePattern.CreateWithInvariantCulture("yyyyMMdd");

    private LocalDate? _start;
    private LocalDate? _end;
    private LocalDate? _until;
    private string _name = "";
    private bool _yearly;
    private bool _failed;
    private int _interval = 1;
    private int _count = int.MaxValue;

    /// <summary>Where it begins, counted from 1.</summary>
    public int Line => line;

    public static FieldError Error(int line, string code, string message) =>
        new(string.Create(CultureInfo.InvariantCulture, $"line[{line}]"), code, message);

    public void Read(string text, int number, List<FieldError> errors)
    {
        var colon = ValueAt(text);
        if (colon < 0) return;
        var (head, value) = (text[..colon].ToUpperInvariant(), text[(colon + 1)..].Trim());
        var semicolon = head.IndexOf(';', StringComparison.Ordinal);
        switch (semicolon < 0 ? head : head[..semicolon])
        {
            case "DTSTART": _start = Date(value, number, errors); break;
            case "DTEND": _end = Date(value, number, errors); break;
            case "SUMMARY": _name = Unescape(value); break;
            case "RRULE": Rule(value, number, errors); break;
        }
    }

    public IEnumerable<KeyValuePair<LocalDate, string>> Dates((int First, int Last) years, List<FieldError> errors)
    {
        if (_failed) yield break;
        if (_start is not { } start)
        {
            errors.Add(Error(line, "start-missing", "This event has no DTSTART."));
            yield break;
        }

        var days = _end is { } end ? Period.DaysBetween(start, end) : 1;
        if (days is < 0 or > MaxDays)
        {
            errors.Add(Error(line, "bad-end", "This event ends before it starts, or is longer than a year."));
            yield break;
        }

        foreach (var first in Starts(start, years))
            for (var day = 0; day < Math.Max(days, 1); day++) yield return new(first.PlusDays(day), _name);
    }

    /// <summary>29 February comes in leap years only.</summary>
    private IEnumerable<LocalDate> Starts(LocalDate start, (int First, int Last) years)
    {
        if (!_yearly)
        {
            yield return start;
            yield break;
        }

        var made = 0;
        for (var year = start.Year; year <= Math.Min(years.Last, 9998) && made < _count; year += _interval)
        {
            if (start.Day > CivilDay.LengthOf(year, start.Month)) continue;
            var date = new LocalDate(year, start.Month, start.Day);
            if (date > _until) yield break;
            made++;
            if (year >= years.First) yield return date;
        }
    }

    /// <summary>The colon before the value: not one inside a quoted parameter.</summary>
    private static int ValueAt(string text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            else if (text[i] == ':' && !quoted) return i;
        }

        return -1;
    }

    private LocalDate? Date(string value, int number, List<FieldError> errors)
    {
        var read = value.Length >= 8 ? s_date.Parse(value[..8]) : null;
        if (read is { Success: true } && read.Value.Year is >= 1 and <= 9998 && (value.Length == 8 || value[8] == 'T')) return read.Value;
        return Fail<LocalDate?>(errors, number, "bad-date", $"“{ConfigField.Shown(value)}” is not a date of the form 20261225.");
    }

    private void Rule(string value, int number, List<FieldError> errors)
    {
        foreach (var part in value.ToUpperInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, text) = part.Split('=', 2) is [var left, var right] ? (left, right) : (part, "");
            var known = name switch
            {
                "FREQ" => _yearly = text == "YEARLY",
                "INTERVAL" => Positive(text, ref _interval),
                "COUNT" => Positive(text, ref _count),
                "UNTIL" => (_until = Date(text, number, errors)) is not null || _failed,
                "BYMONTH" or "BYMONTHDAY" => _start is null || Same(name, text, _start.Value),
                "WKST" => true,
                _ => false,
            };
            if (known) continue;
            Fail<object>(errors, number, "unsupported-rule", $"“{ConfigField.Shown(part)}” is not supported; only events on one date of each year can repeat.");
            return;
        }
    }

    private static bool Same(string name, string text, LocalDate start) =>
        text == (name == "BYMONTH" ? start.Month : start.Day).ToString(CultureInfo.InvariantCulture);

    private static bool Positive(string text, ref int value)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read) || read is < 1 or > 10_000) return false;
        value = read;
        return true;
    }

    private static string Unescape(string value)
    {
        var text = value.Replace("\\n", " ", StringComparison.OrdinalIgnoreCase).Replace("\\,", ",", StringComparison.Ordinal)
            .Replace("\\;", ";", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        return text.Length <= 200 ? text : text[..200];
    }

    private T? Fail<T>(List<FieldError> errors, int number, string code, string message)
    {
        _failed = true;
        errors.Add(Error(number, code, message));
        return default;
    }
}
