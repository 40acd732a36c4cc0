using NodaTime;

namespace Broadsheet.Core.Tests.Recurrence;

/// <summary>Reads an expression, which must be valid, into sets and items, and asks each item about each date.</summary>
internal sealed class ReferenceCron
{
    private static readonly string[] s_months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] s_days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly HashSet<int> _seconds;
    private readonly HashSet<int> _minutes;
    private readonly HashSet<int> _hours;
    private readonly HashSet<int> _months;
    private readonly string _dayOfMonth;
    private readonly string _dayOfWeek;
    private readonly bool _both;

    public ReferenceCron(string expression)
    {
        var fields = expression.ToUpperInvariant().Split(' ').ToList();
        if (fields.Count == 5) fields.Insert(0, "0");
        _seconds = Set(fields[0], 0, 59, []);
        _minutes = Set(fields[1], 0, 59, []);
        _hours = Set(fields[2], 0, 23, []);
        _months = Set(fields[4], 1, 12, s_months);
        _both = fields[5].StartsWith('+');
        (_dayOfMonth, _dayOfWeek) = (fields[3], fields[5].TrimStart('+'));
        IsInterval = fields.Take(3).Any(f => f.AsSpan().ContainsAny("*-/"));
    }

    public bool IsInterval { get; }

    public List<LocalTime> Times() =>
        [.. from h in _hours from m in _minutes from s in _seconds select new LocalTime(h, m, s)];

    public bool IsDue(LocalDate date)
    {
        if (!_months.Contains(date.Month)) return false;
        var (anyDay, anyWeekday) = (_dayOfMonth is "*" or "?", _dayOfWeek is "*" or "?");
        var (day, weekday) = (!anyDay && _dayOfMonth.Split(',').Any(i => IsDay(i, date)), !anyWeekday && _dayOfWeek.Split(',').Any(i => IsWeekday(i, date)));
        if (anyDay) return anyWeekday || weekday;
        if (anyWeekday) return day;
        return _both ? day && weekday : day || weekday;
    }

    private static int Value(string text, int min, string[] names)
    {
        var at = Array.IndexOf(names, text);
        return at < 0 ? int.Parse(text) : at + min;
    }

    /// <summary>The values of one item, walked one by one; a range that ends before it starts goes over the end.</summary>
    private static IEnumerable<int> Item(string item, int min, int max, string[] names)
    {
        var parts = item.Split('/');
        var step = parts.Length == 2 ? int.Parse(parts[1]) : 1;
        var ends = parts[0].Split('-');
        var first = parts[0] == "*" ? min : Value(ends[0], min, names);
        var last = parts[0] == "*" ? max : ends.Length == 2 ? Value(ends[1], min, names) : parts.Length == 2 ? max : first;
        if (last < first) last += max - min + 1;
        for (var value = first; value <= last; value += step) yield return min + (value - min) % (max - min + 1);
    }

    private static HashSet<int> Set(string field, int min, int max, string[] names) => [.. field.Split(',').SelectMany(i => Item(i, min, max, names))];

    private static int Length(LocalDate date) => CalendarSystem.Iso.GetDaysInMonth(date.Year, date.Month);

    private static int Nearest(LocalDate date) => date.DayOfWeek switch
    {
        IsoDayOfWeek.Saturday => date.Day == 1 ? 3 : date.Day - 1,
        IsoDayOfWeek.Sunday => date.Day == Length(date) ? date.Day - 2 : date.Day + 1,
        _ => date.Day,
    };

    private static bool IsDay(string item, LocalDate date)
    {
        var nearest = item.EndsWith('W');
        var plain = item.TrimEnd('W');
        if (!nearest && !plain.StartsWith('L')) return Item(plain, 1, 31, []).Contains(date.Day);
        var wanted = plain.StartsWith('L') ? Length(date) - (plain.Length > 1 ? int.Parse(plain[2..]) : 0) : int.Parse(plain);
        if (wanted < 1 || wanted > Length(date)) return false;
        var day = new LocalDate(date.Year, date.Month, wanted);
        return date.Day == (nearest ? Nearest(day) : wanted);
    }

    private static bool IsWeekday(string item, LocalDate date)
    {
        var weekday = (int)date.DayOfWeek % 7;
        if (item.Contains('#'))
            return Value(item[..item.IndexOf('#')], 0, s_days) % 7 == weekday && (date.Day - 1) / 7 + 1 == int.Parse(item[(item.IndexOf('#') + 1)..]);
        if (item.EndsWith('L')) return Value(item[..^1], 0, s_days) % 7 == weekday && date.Day + 7 > Length(date);
        return Weekdays(item).Contains(weekday);
    }

    /// <summary>7 is Sunday once more: a range or an open step may end on it.</summary>
    private static IEnumerable<int> Weekdays(string item)
    {
        var parts = item.Split('/');
        var ends = parts[0].Split('-');
        var endsOnSeven = ends.Length == 2 ? Value(ends[1], 0, s_days) == 7 : parts.Length == 2 && parts[0] != "*";
        if (!endsOnSeven) return Item(item, 0, 6, s_days).Select(v => v % 7);
        var (first, step) = (Value(ends[0], 0, s_days), parts.Length == 2 ? int.Parse(parts[1]) : 1);
        return Enumerable.Range(0, 8).Where(v => v >= first && (v - first) % step == 0).Select(v => v % 7);
    }
}
