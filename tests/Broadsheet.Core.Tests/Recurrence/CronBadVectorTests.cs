using System.Text.Json.Nodes;
using Broadsheet.Core.Recurrence;
using NodaTime;

namespace Broadsheet.Core.Tests.Recurrence;

public sealed class CronBadVectorTests
{
    public static TheoryData<string> Rows => [.. Vectors.Rows("cron-bad.jsonl").Select(r => r.ToJsonString())];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_bad_expression_is_named_with_code_field_span_and_suggestion(string json)
    {
        var row = JsonNode.Parse(json)!.AsObject();
        var reading = CronReading.Of(row.Text("expr"), Some.Zone("Europe/Warsaw"), Some.Instant("2026-11-22T02:40:00Z"));
        var issues = row.Text("verdict") == "reject" ? reading.Errors : reading.Warnings;
        var issue = Assert.Single(issues);
        var span = row["span"]!.AsArray();
        Assert.Equal(
            (row.Text("code"), (string?)row["field"], new TextSpan((int)span[0]!, (int)span[1]!), (string?)row["suggestion"]),
            (issue.Code, issue.Field, issue.Span, issue.Suggestion));
        Assert.Equal(row.Text("verdict") == "warn", reading.Fields is not null);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_config_with_a_bad_expression_has_the_same_verdict_in_any_zone(string json)
    {
        var row = JsonNode.Parse(json)!.AsObject();
        var config = new JsonObject { ["expression"] = row.Text("expr"), ["timezone"] = "UTC" };
        var reading = RecurrenceRule.Parse("cron", config, Some.Context(least: Duration.Zero));
        var issues = row.Text("verdict") == "reject" ? reading.Errors : reading.Warnings;
        Assert.Contains(issues, e => e.Code == row.Text("code") && e.Field == "expression");
    }
}
