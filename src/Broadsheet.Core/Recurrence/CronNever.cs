using System.Globalization;
using System.Numerics;

namespace Broadsheet.Core.Recurrence;

/// <summary>Says why an expression that reads well never fires.</summary>
internal static class CronNever
{
    public static CronIssue Explain(string text, CronFields cron)
    {
        var line = new CronLine(text);
        var (day, month, weekday) = (line.IndexOf(CronField.DayOfMonth), line.IndexOf(CronField.Month), line.IndexOf(CronField.DayOfWeek));
        var last = line.With(day, "L");
        var suggestion = CronParser.Parse(last) is { } fields && new CronDates(fields).OnOrAfter(CivilDay.First) != Dates.None ? last : null;
        if (DaysExist(cron))
            return new CronIssue(null, "never-fires", line.Span(day, weekday), "No date is ever both of the days given, so this never runs.");
        return new CronIssue("day-of-month", "never-fires", line.Span(day, month), $"{Reason(cron)}, so this never runs.", suggestion);
    }

    /// <summary>Some month of the expression has a day of the month that it names.</summary>
    public static bool DaysExist(CronFields cron)
    {
        var free = CronParser.Parse($"0 0 * {CronText.Months(cron.Months)} *")!;
        var draft = new CronDraft
        {
            Seconds = 1, Minutes = 1, Hours = 1, Months = free.Months, Weekdays = Weekdays.All, Traits = CronTraits.AnyWeekday,
            Days = cron.Days, LastDays = cron.LastDays, NearestTo = cron.NearestTo, NearestToLast = cron.NearestToLast,
        };
        return new CronDates(new CronFields(draft)).OnOrAfter(CivilDay.First) != Dates.None;
    }

    private static string Reason(CronFields cron)
    {
        var months = Enumerable.Range(1, 12).Where(m => (cron.Months >> m & 1) != 0).Select(m => EnglishWords.Months[m]).ToList();
        var days = cron.Days | cron.NearestTo;
        if (days == 0) return "These months are too short";
        var first = BitOperations.TrailingZeroCount(days).ToString(CultureInfo.InvariantCulture);
        return months.Count == 1 ? $"{first} {months[0]} never occurs" : $"None of {EnglishWords.And(months)} has {first} days";
    }
}
