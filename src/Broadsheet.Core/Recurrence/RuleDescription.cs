using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Core.Recurrence;

/// <summary>Says terms in plain English, in words that <see cref="PhraseParser"/> reads back as the same terms without a note.</summary>
internal static class RuleDescription
{
    public static string Of(RuleTerms terms)
    {
        var marker = "";
        var head = terms.Cron is { } cron ? CronDescription.Of(cron, out marker) : Dated(terms);
        var text = new StringBuilder(head);
        text.Append(Bounds(terms));
        text.Append(Exceptions(terms));
        if (terms.Jitter > Duration.Zero) text.Append(CultureInfo.InvariantCulture, $", with up to {Words(terms.Jitter)} of jitter");
        text.Append(CultureInfo.InvariantCulture, $" ({marker}{terms.Zone.Id})");
        text[0] = char.ToUpperInvariant(text[0]);
        return text.ToString();
    }

    /// <summary><c>in January and July</c> with a space before; empty for every month.</summary>
    public static string InMonths(ushort months) => months == Dates.EveryMonth ? ""
        : " in " + EnglishWords.And([.. Enumerable.Range(1, 12).Where(m => (months >> m & 1) != 0).Select(m => EnglishWords.Months[m])]);

    public static string WeekdayNames(byte weekdays)
    {
        var names = new List<string>();
        foreach (var day in Weekdays.FromMonday)
            if ((weekdays >> day & 1) != 0) names.Add(EnglishWords.Weekdays[day]);
        return EnglishWords.And(names);
    }

    public static string Times(IEnumerable<int> times) => "at " + EnglishWords.And([.. times.Select(ClockTime.Text)]);

    private static string Dated(RuleTerms terms)
    {
        var text = terms.Type switch
        {
            ScheduleType.Daily => terms.Every == 1 ? "every day" : Invariant($"every {terms.Every} days"),
            ScheduleType.Weekly => Weekly(terms),
            _ => Monthly(terms),
        };
        text = $"{text} {Times(terms.Times)}{(IsSingleDate(terms) ? "" : InMonths(terms.Months))}";
        if (terms.Anchor is { } anchor) text += $", counted from {Iso(anchor)}";
        if (terms.LastIfMissing) return text + ", or on the last day of shorter months";
        return terms.LacksDaysSomewhere() ? text + ", skipping shorter months" : text;
    }

    private static string Weekly(RuleTerms terms)
    {
        var weekdays = terms.Weekdays == Weekdays.MondayToFriday;
        if (terms.Every == 1) return weekdays ? "every weekday" : $"every {WeekdayNames(terms.Weekdays)}";
        return Invariant($"every {terms.Every} weeks on {(weekdays ? "weekdays" : WeekdayNames(terms.Weekdays))}");
    }

    private static string Monthly(RuleTerms terms)
    {
        if (IsSingleDate(terms))
        {
            var (day, month) = (System.Numerics.BitOperations.Log2(terms.On.Days), System.Numerics.BitOperations.Log2(terms.Months));
            return Invariant($"every year on {day} {EnglishWords.Months[month]}");
        }

        var days = MonthDayWords.Of(terms.On, terms.Exclude.Length > 0 || terms.BusinessWeek != Weekdays.MondayToFriday);
        return terms.Every == 1 ? $"on {days} of every month" : Invariant($"every {terms.Every} months on {days}");
    }

    private static bool IsSingleDate(RuleTerms terms) => terms is { Type: ScheduleType.Monthly, Every: 1, On.LastDays: 0 }
        && System.Numerics.BitOperations.PopCount(terms.On.Days) == 1 && System.Numerics.BitOperations.PopCount(terms.Months) == 1
        && terms.On.Days < 2UL << CivilDay.LongestOf(System.Numerics.BitOperations.Log2(terms.Months));

    private static string Bounds(RuleTerms terms) => (terms.Start, terms.End) switch
    {
        ({ } start, { } end) => $", from {Iso(start)} to {Iso(end)}",
        ({ } start, null) => $", starting {Iso(start)}",
        (null, { } end) => $", until {Iso(end)}",
        _ => "",
    };

    private static string Exceptions(RuleTerms terms)
    {
        if (terms.Exclude.Length == 0) return "";
        var calendars = EnglishWords.And([.. terms.Exclude.Select(id => $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")]);
        return $", except calendar {calendars}" + terms.WhenExcluded switch
        {
            WhenExcluded.Next => ", moving to the next business day",
            WhenExcluded.Previous => ", moving to the previous business day",
            WhenExcluded.Skip => "",
        };
    }

    private static string Words(Duration duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var (count, unit) = seconds % 3600 == 0 ? (seconds / 3600, "hour") : seconds % 60 == 0 ? (seconds / 60, "minute") : (seconds, "second");
        return Invariant($"{count} {unit}{(count == 1 ? "" : "s")}");
    }

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
