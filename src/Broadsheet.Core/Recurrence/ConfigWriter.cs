using System.Text.Json.Nodes;
using NodaTime.Text;

namespace Broadsheet.Core.Recurrence;

/// <summary>Writes terms as the canonical configuration.</summary>
internal static class ConfigWriter
{
    /// <summary>Sunday first, as the bits of <see cref="Weekdays"/>.</summary>
    public static IReadOnlyList<string> DayNames { get; } = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    public static JsonObject Write(RuleTerms terms)
    {
        var config = new JsonObject { ["timezone"] = terms.Zone.Id };
        if (terms.Cron is { } cron) config["expression"] = CronText.Of(cron);
        else WriteDates(terms, config);
        if (terms.Start is { } start) config["start"] = LocalDatePattern.Iso.Format(start);
        if (terms.End is { } end) config["end"] = LocalDatePattern.Iso.Format(end);
        if (terms.Exclude.Length > 0)
        {
            config["exclude"] = Array(terms.Exclude.Select(id => JsonValue.Create(id)));
            config["on_excluded"] = terms.WhenExcluded.ToString().ToLowerInvariant();
        }

        if (terms.Jitter > NodaTime.Duration.Zero) config["jitter"] = IsoDuration.Text(terms.Jitter);
        return config;
    }

    private static void WriteDates(RuleTerms terms, JsonObject config)
    {
        config["times"] = Array(terms.Times.Select(time => JsonValue.Create(ClockTime.Text(time))));
        config["every"] = terms.Every;
        if (terms.Type == ScheduleType.Weekly) config["days"] = Days(terms.Weekdays);
        if (terms.Type == ScheduleType.Monthly) config["on"] = On(terms.On);
        if (terms.Months != Dates.EveryMonth) config["months"] = Numbers(Bits(terms.Months));
        if (terms.LastIfMissing) config["if_missing"] = "last_day";
        if (terms.Anchor is { } anchor) config["anchor"] = LocalDatePattern.Iso.Format(anchor);
    }

    private static JsonObject On(MonthlyOn on)
    {
        if (on.IsByBusinessDay) return new JsonObject { ["business_day"] = OneOrMore([.. Signed(on.BusinessDays, on.BusinessDaysFromEnd)]) };
        if (on.IsByWeekday)
            return new JsonObject { ["nth"] = OneOrMore([.. Signed(on.Nth, on.NthFromEnd)]), ["weekdays"] = Days(on.Weekdays) };
        var days = Bits(on.Days).Select(day => (JsonNode)JsonValue.Create(day))
            .Concat(Bits(on.LastDays).Select(before => (JsonNode)JsonValue.Create(before == 0 ? "last" : $"last-{before}")));
        return new JsonObject { ["days"] = Array(days) };
    }

    private static IEnumerable<int> Signed(uint fromStart, uint fromEnd) =>
        Bits(fromStart).Concat(Bits(fromEnd).Reverse().Select(nth => -nth));

    private static JsonArray Days(byte weekdays)
    {
        var days = new JsonArray();
        foreach (var day in Weekdays.FromMonday)
            if ((weekdays >> day & 1) != 0) days.Add((JsonNode)JsonValue.Create(DayNames[day]));
        return days;
    }

    private static JsonNode OneOrMore(int[] values) => values.Length == 1 ? JsonValue.Create(values[0]) : Numbers(values);

    private static JsonArray Numbers(IEnumerable<int> values) => Array(values.Select(v => JsonValue.Create(v)));

    private static JsonArray Array(IEnumerable<JsonNode> nodes) => new([.. nodes]);

    private static IEnumerable<int> Bits(uint bits) => Enumerable.Range(0, 32).Where(bit => (bits >> bit & 1) != 0);
}
