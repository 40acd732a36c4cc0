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
    private readonly List<LocalDate> _except = [];
    private readonly List<LocalDate> _extra = [];
    private bool _cancelled;
    private int _days = 1;
    private int _nth;
    private IsoDayOfWeek _weekday;
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
            case "EXDATE": Add(_except, value, number, errors); break;
            case "RDATE": Add(_extra, value, number, errors); break;
            case "STATUS": _cancelled = value.Equals("CANCELLED", StringComparison.OrdinalIgnoreCase); break;
            case "DURATION": _days = Days(value, number, errors); break;
        }
    }

    private void Add(List<LocalDate> dates, string value, int number, List<FieldError> errors)
    {
        foreach (var part in value.Split(','))
            if (Date(part, number, errors) is { } date) dates.Add(date);
    }

    /// <summary><c>P2D</c> or <c>P1W</c>.</summary>
    private int Days(string value, int number, List<FieldError> errors)
    {
        if (value is ['P', .. var digits, 'D' or 'W'] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MaxDays)
            return value[^1] == 'W' ? count * 7 : count;
        return Fail<int>(errors, number, "bad-end", $"“{ConfigField.Shown(value)}” is not a duration in days or weeks, such as P2D.");
    }

    public IEnumerable<KeyValuePair<LocalDate, string>> Dates((int First, int Last) years, List<FieldError> errors)
    {
        if (_failed || _cancelled) yield break;
        if (_start is not { } start)
        {
            errors.Add(Error(line, "start-missing", "This event has no DTSTART."));
            yield break;
        }

        var days = _end is { } end ? Period.DaysBetween(start, end) : _days;
        if (days is < 0 or > MaxDays)
        {
            errors.Add(Error(line, "bad-end", "This event ends before it starts, or is longer than a year."));
            yield break;
        }

        foreach (var first in Starts(start, years).Concat(_extra).Except(_except))
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
            if (OfYear(year, start) is not { } date || date < start) continue;
            if (date > _until) yield break;
            made++;
            if (year >= years.First) yield return date;
        }
    }

    /// <summary>The day of the year, by number or as the nth of a weekday; null where the year has none.</summary>
    private LocalDate? OfYear(int year, LocalDate start)
    {
        var length = CivilDay.LengthOf(year, start.Month);
        if (_nth == 0) return start.Day <= length ? new LocalDate(year, start.Month, start.Day) : null;
        var first = new LocalDate(year, start.Month, 1);
        var date = _nth > 0 ? first.PlusDays(-1).Next(_weekday).PlusWeeks(_nth - 1) : first.PlusDays(length).Previous(_weekday).PlusWeeks(_nth + 1);
        return date.Month == start.Month ? date : null;
    }

    /// <summary><c>4TH</c>, <c>-1MO</c>: the fourth Thursday, the last Monday of the month.</summary>
    private bool Weekday(string text)
    {
        if (text.Length is not (3 or 4 or 5)) return false;
        var day = Array.IndexOf(["MO", "TU", "WE", "TH", "FR", "SA", "SU"], text[^2..]);
        if (day < 0 || !int.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _nth) || _nth is 0 or < -5 or > 5) return false;
        _weekday = (IsoDayOfWeek)(day + 1);
        return true;
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
                "BYDAY" => value.Contains("BYMONTH=", StringComparison.OrdinalIgnoreCase) && Weekday(text),
                "WKST" => true,
                _ => false,
            };
            if (known) continue;
            Fail<object>(errors, number, "unsupported-rule", $"“{ConfigField.Shown(part)}” is not supported; only events on one date of each year, or on the nth of a weekday in one month, can repeat.");
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
