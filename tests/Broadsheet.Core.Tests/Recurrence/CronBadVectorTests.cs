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

    [Theory]
    [InlineData("0 0 31 4 1-5", "Runs on 1-5 alone, as these months have no day 31: 0 0 * 4 1-5 says the same.", "0 0 * 4 1-5")]
    [InlineData("0 0 1-7 * 1#2", "Runs on day 1-7 OR on 1#2; no day is ever both.", null)]
    [InlineData("0 0 13 * 5", "Runs on day 13 OR on FRI. For days that are both write 0 0 13 * +FRI.", "0 0 13 * +FRI")]
    public void What_is_suggested_for_either_day_is_something_that_fires(string expression, string message, string? suggestion)
    {
        var warning = Assert.Single(CronReading.Of(expression, Some.Zone("Europe/Warsaw"), Some.Instant("2026-11-22T02:40:00Z")).Warnings);
        Assert.Equal(("warn-or", message, suggestion), (warning.Code, warning.Message, warning.Suggestion));
    }
}
