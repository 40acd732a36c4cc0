using System.Text.Json.Nodes;
using Broadsheet.Core.Recurrence;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Core.Tests.Recurrence;

/// <summary>Contexts, rules and instants for tests.</summary>
internal static class Some
{
    public static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    public static Instant Instant(string text) => InstantPattern.ExtendedIso.Parse(text).Value;

    public static RecurrenceContext Context(string zone = "UTC", string now = "2026-11-22T02:40:00Z", Duration? least = null,
        Func<string, HolidayCalendar?>? calendar = null) => new()
        {
            Now = Instant(now),
            Zone = Zone(zone),
            MinimumInterval = least ?? Duration.FromMinutes(1),
            Calendar = calendar ?? (static _ => null),
        };

    public static RuleReading Reading(string type, string config, RecurrenceContext? context = null) =>
        RecurrenceRule.Parse(type, JsonNode.Parse(config)!.AsObject(), context ?? Context());

    public static RecurrenceRule Rule(string type, string config, RecurrenceContext? context = null)
    {
        var reading = Reading(type, config, context);
        Assert.True(reading.IsOk, string.Join("; ", reading.Errors.Select(e => $"{e.Field} {e.Code} {e.Message}")));
        return reading.Rule;
    }

    public static RecurrenceRule Cron(string expression, string zone = "UTC") =>
        Rule("cron", new JsonObject { ["expression"] = expression, ["timezone"] = zone }.ToJsonString(), Context(zone, least: Duration.Zero));

    /// <summary>The next slots after an instant, in ISO form.</summary>
    public static string[] Next(RecurrenceRule rule, string from, int count = 5)
    {
        var slots = new List<string>();
        for (var at = rule.Next(Instant(from)); at is { } slot && slots.Count < count; at = rule.Next(slot))
            slots.Add(InstantPattern.General.Format(slot));
        return [.. slots];
    }
}
