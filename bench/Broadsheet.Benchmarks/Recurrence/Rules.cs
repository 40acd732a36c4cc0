using System.Text.Json.Nodes;
using Broadsheet.Core.Recurrence;
using NodaTime;
using Quartz;

namespace Broadsheet.Benchmarks.Recurrence;

/// <summary>The same rule for us and for the peer.</summary>
internal static class Rules
{
    public static Instant Now { get; } = Instant.FromUtc(2026, 1, 15, 11, 0);

    public static RecurrenceRule Cron(string expression, string zone) => Of("cron", new JsonObject { ["expression"] = expression }, zone);

    public static RecurrenceRule Of(string type, JsonObject config, string zone)
    {
        var context = new RecurrenceContext { Now = Now, Zone = DateTimeZoneProviders.Tzdb[zone], MinimumInterval = Duration.Zero };
        return RecurrenceRule.Parse(type, config, context).Rule ?? throw new InvalidOperationException("The rule is not valid.");
    }

    /// <summary>Quartz wants a second, a question mark in one of the day fields, and weekdays from 1 for Sunday.</summary>
    public static CronExpression Quartz(string expression, string zone) => new(QuartzText(expression), PeerZone(zone));

    public static string QuartzText(string expression)
    {
        var fields = expression.Split(' ');
        var second = fields.Length == 6 ? fields[0] : "0";
        if (fields.Length == 6) fields = fields[1..];
        var weekday = string.Concat(fields[4].Select((c, i) => char.IsAsciiDigit(c) && (i == 0 || fields[4][i - 1] != '#') ? (char)(c + 1) : c));
        if (fields[4] == "*") weekday = "?";
        else fields[2] = "?";
        return $"{second} {fields[0]} {fields[1]} {fields[2]} {fields[3]} {weekday}";
    }

    // The peer knows no other zones than the framework's.
#pragma warning disable RS0030
    private static TimeZoneInfo PeerZone(string zone) => TimeZoneInfo.FindSystemTimeZoneById(zone);
#pragma warning restore RS0030
}
