using System.Text.Json.Nodes;

namespace Broadsheet.Core.Tests.Recurrence;

public sealed class ConfigVectorTests
{
    [Fact]
    public void Every_daily_weekly_and_monthly_row_has_the_next_slots_that_the_engines_agree_on()
    {
        var (count, misses) = (0, new List<string>());
        foreach (var row in Vectors.Rows("config-local.jsonl"))
        {
            count++;
            var config = row["config"]!.DeepClone().AsObject();
            var type = (string)config["type"]!;
            config.Remove("type");
            config["anchor"] = row.Text("anchor");
            var rule = Some.Rule(type, config.ToJsonString());
            var expected = row.Texts("next");
            string[] got = [.. Some.Next(rule, row.Text("from") + ":00Z", expected.Length).Select(at => at[..16])];
            if (!got.SequenceEqual(expected))
                misses.Add($"{config} {row.Text("from")}: {string.Join(' ', got)} instead of {string.Join(' ', expected)}");
        }

        Assert.Equal(2_642, count);
        Assert.True(misses.Count == 0, $"{misses.Count} misses, e.g.\n" + string.Join('\n', misses.Take(10)));
    }

    [Fact]
    public void The_canonical_form_of_every_row_reads_back_as_the_same_rule()
    {
        foreach (var row in Vectors.Rows("config-local.jsonl"))
        {
            var config = row["config"]!.DeepClone().AsObject();
            var type = (string)config["type"]!;
            config.Remove("type");
            config["anchor"] = row.Text("anchor");
            var rule = Some.Rule(type, config.ToJsonString());
            var again = Some.Rule(type, rule.ToConfig().ToJsonString());
            Assert.Equal(rule, again);
            Assert.True(JsonNode.DeepEquals(rule.ToConfig(), again.ToConfig()));
        }
    }
}
