using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>A cron text that was read: its fields where it is one that fires, what is wrong where not, and what is worth knowing.</summary>
internal sealed record CronReading(CronFields? Fields, IReadOnlyList<CronIssue> Errors, IReadOnlyList<CronIssue> Warnings)
{
    /// <param name="text">The text as written.</param>
    /// <param name="zone">For the warning about times that daylight saving leaves out.</param>
    /// <param name="now">The next dates in warnings come after it.</param>
    public static CronReading Of(string text, DateTimeZone zone, Instant now)
    {
        var cron = CronParser.Parse(text);
        if (cron is null) return new CronReading(null, CronDiagnosis.Of(text), []);
        if (new CronDates(cron).OnOrAfter(CivilDay.First) == Dates.None) return new CronReading(null, [CronNever.Explain(text, cron)], []);
        return new CronReading(cron, [], CronAdvice.Of(text, cron, zone, now));
    }
}
