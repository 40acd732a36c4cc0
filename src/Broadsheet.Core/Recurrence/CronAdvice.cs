using System.Globalization;
using System.Numerics;
using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>What is worth knowing about an expression that is valid: one warning a cause.</summary>
internal sealed class CronAdvice
{
    private readonly CronLine _line;
    private readonly CronFields _cron;
    private readonly List<CronIssue> _issues = [];

    private CronAdvice(CronLine line, CronFields cron) => (_line, _cron) = (line, cron);

    public static IReadOnlyList<CronIssue> Of(string text, CronFields cron, DateTimeZone zone, Instant now)
    {
        var line = new CronLine(text);
        if (line.Tokens.Count is not (5 or 6)) return [];
        var advice = new CronAdvice(line, cron);
        if (!advice.EverySecond() && !advice.EveryMinute()) advice.Steps();
        advice.Wraps();
        if (!advice.EitherDay() && !advice.Rare(now)) advice.ShortMonths();
        advice.DaylightSaving(zone, now);
        return advice._issues;
    }

    private bool EverySecond()
    {
        if (!_line.HasSeconds || _line[CronField.Second].Text != "*") return false;
        var hour = _line.IndexOf(CronField.Hour);
        var minute = _line[CronField.Minute].Text == "*" && _line[CronField.Hour].Text != "*" ? "0" : _line[CronField.Minute].Text;
        var better = string.Join(' ', _line.Tokens.Select((t, i) => i == 0 ? "0" : i == 1 ? minute : t.Text));
        Add("second", "warn-every-second", _line.Span(0, hour), $"Runs every second{Window(59)}.", better);
        return true;
    }

    private bool EveryMinute()
    {
        if (_line[CronField.Minute].Text != "*" || _line[CronField.Hour].Text == "*") return false;
        var minute = _line.IndexOf(CronField.Minute);
        Add("minute", "warn-every-minute", _line.Span(minute, minute + 1),
            $"Runs every minute{Window(0)}. For once an hour write a minute instead of *.", _line.With(minute, "0"));
        return true;
    }

    /// <summary>The first hour in words, where it is one whole hour.</summary>
    private string Window(int lastSecond)
    {
        if (!BitOperations.IsPow2(_cron.Hours) || _cron.Minutes != ulong.MaxValue >> 4) return "";
        var hour = BitOperations.TrailingZeroCount(_cron.Hours) * 3600;
        var times = lastSecond == 0 ? 60 : 3600;
        var seconds = lastSecond == 0 ? "" : ":00";
        return $" from {ClockTime.Text(hour)}{seconds} to {ClockTime.Text(hour + 59 * 60 + lastSecond)} ({times} times)";
    }

    private void Steps()
    {
        foreach (var (field, size) in new[] { (CronField.Second, 60), (CronField.Minute, 60), (CronField.Hour, 24) })
        {
            if (field == CronField.Second && !_line.HasSeconds) continue;
            var token = _line[field];
            if (!token.Text.StartsWith("*/", StringComparison.Ordinal)
                || !int.TryParse(token.Text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var step) || size % step == 0) continue;
            var even = Enumerable.Range(1, step).Last(n => size % n == 0);
            var last = (size - 1) / step * step;
            var unit = field == CronField.Hour ? "hours" : field == CronField.Minute ? "minutes" : "seconds";
            var index = _line.IndexOf(field);
            Add(_line.NameOf(index), "warn-uneven-step", token.Span,
                $"{step} does not divide {size}: :00 :{step:00} … :{last:00}, then :00 after {size - last} {unit}.", _line.With(index, $"*/{even}"));
        }
    }

    private void Wraps()
    {
        for (var i = 0; i < _line.Tokens.Count; i++)
        {
            var at = _line.Tokens[i].Start;
            foreach (var item in _line.Tokens[i].Text.Split(','))
            {
                if (WrapOf(item, _line.FieldOf(i)) is { } values)
                    Add(_line.NameOf(i), "warn-wrap", new TextSpan(at, at + item.Length), $"Read as {values} (the range goes over the end).");
                at += item.Length + 1;
            }
        }
    }

    /// <summary>The values of a range that goes over the end, in its order; null for any other item.</summary>
    private static string? WrapOf(string item, CronField field)
    {
        var range = CronRange.Of(field);
        var ends = item.TrimStart('+').Split('/')[0].Split('-');
        if (ends is not [var from, var to] || Value(from, range.Names) is not { } first || Value(to, range.Names) is not { } last || first <= last) return null;
        var step = item.Contains('/', StringComparison.Ordinal) ? int.Parse(item[(item.IndexOf('/', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture) : 1;
        var bits = range.Bits(first, last, step);
        var values = Enumerable.Range(first, 64 - first).Concat(Enumerable.Range(0, first)).Where(v => (bits >> v & 1) != 0).ToList();
        return string.Join(',', values.Count > 12 ? values.Take(3).Select(v => $"{v}").Append("…").Append($"{values[^1]}") : values.Select(v => $"{v}"));
    }

    private static int? Value(string text, CronNames names)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        var named = text.Length == 3 ? CronName.At(text, 0, names) : -1;
        return named < 0 ? null : named;
    }

    /// <summary>Both day fields are restricted, and one is enough.</summary>
    private bool EitherDay()
    {
        var (day, weekday) = (_line[CronField.DayOfMonth].Text, _line[CronField.DayOfWeek].Text);
        if (day is "*" or "?" || weekday is "*" or "?" || weekday.StartsWith('+')) return false;
        var span = _line.Span(_line.IndexOf(CronField.DayOfMonth), _line.IndexOf(CronField.DayOfWeek));
        if (day.StartsWith('*') || weekday.StartsWith('*'))
        {
            var star = day.StartsWith('*') ? day : weekday;
            Add(null, "warn-or-star-step", span, $"{star} beside another day field is read differently by different crons; here a date runs if either field says so.");
            return true;
        }

        var name = Value(weekday, CronNames.Weekdays) is { } number ? CronName.Weekdays[number % 7] : weekday;
        if (!CronNever.DaysExist(_cron))
        {
            var only = _line.With(_line.IndexOf(CronField.DayOfMonth), "*");
            Add(null, "warn-or", span, $"Runs on {name} alone, as these months have no day {day}: {only} says the same.", only);
            return true;
        }

        var both = _line.With(_line.IndexOf(CronField.DayOfWeek), "+" + name);
        var isPossible = CronParser.Parse(both) is { } fields && new CronDates(fields).OnOrAfter(CivilDay.First) != Dates.None;
        Add(null, "warn-or", span, $"Runs on day {day} OR on {name}{(isPossible ? $". For days that are both write {both}." : "; no day is ever both.")}", isPossible ? both : null);
        return true;
    }

    private bool Rare(Instant now)
    {
        if (_cron.Months != 1 << 2 || new CronDates(_cron) is not { AreInLeapYearsOnly: true } dates) return false;
        var (day, month) = (_line.IndexOf(CronField.DayOfMonth), _line.IndexOf(CronField.Month));
        var (year, _, _) = CivilDay.ToDate(dates.OnOrAfter(CivilDay.OfSecond(now.ToUnixTimeSeconds())) is var next && next != Dates.None ? next : 0);
        Add("day-of-month", "warn-rare", _line.Span(day, month), $"Runs only in leap years; next {year}-02-29.");
        return true;
    }

    private void ShortMonths()
    {
        var token = _line[CronField.DayOfMonth];
        var at = token.Start;
        foreach (var item in token.Text.Split(','))
        {
            var nearest = item.EndsWith("W", StringComparison.OrdinalIgnoreCase);
            if (int.TryParse(nearest ? item.AsSpan(0, item.Length - 1) : item, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day >= 29)
            {
                var missing = Enumerable.Range(1, 12).Count(m => (_cron.Months >> m & 1) != 0 && (m == 2 ? 28 : CivilDay.LongestOf(m)) < day);
                if (missing > 0) ShortMonths(item, new TextSpan(at, at + item.Length), day, nearest, missing);
            }

            at += item.Length + 1;
        }
    }

    private void ShortMonths(string item, TextSpan span, int day, bool nearest, int missing)
    {
        var index = _line.IndexOf(CronField.DayOfMonth);
        var last = nearest ? "LW" : "L";
        var better = day == 31 && _line.Tokens[index].Text == item ? _line.With(index, last) : null;
        var hint = nearest ? "for the last weekday of every month write LW" : "for the last day write L";
        Add("day-of-month", "warn-short-months", span,
            $"Months without a {EnglishWords.Ordinal(day)} are skipped ({missing} a year); {hint}.", better);
    }

    private void DaylightSaving(DateTimeZone zone, Instant now)
    {
        if (_cron.IsInterval) return;
        var slots = new LocalSlots(new CronDates(_cron), new TimesOfDay(_cron), isInterval: false);
        if (ClockGaps.FirstHit(slots, zone, now) is not { } message) return;
        Add(null, "warn-dst", _line.Span(0, _line.IndexOf(CronField.Hour)), message);
    }

    private void Add(string? field, string code, TextSpan span, string message, string? suggestion = null) =>
        _issues.Add(new CronIssue(field, code, span, message, suggestion));
}
