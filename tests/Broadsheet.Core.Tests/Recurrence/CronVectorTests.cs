using System.Text.Json.Nodes;
using Broadsheet.Core.Recurrence;
using NodaTime;

namespace Broadsheet.Core.Tests.Recurrence;

public sealed class CronVectorTests
{
    [Theory]
    [InlineData("cron-agreed.jsonl", 11_992)]
    [InlineData("cron-dst.jsonl", 537)]
    public void Every_row_has_the_next_slots_that_the_engines_agree_on(string file, int rows)
    {
        var (count, misses) = (0, new List<string>());
        foreach (var row in Vectors.Rows(file))
        {
            count++;
            var expression = Expression(row);
            var rule = Some.Cron(expression, row.Text("zone"));
            var expected = row.Texts("next");
            var got = Some.Next(rule, row.Text("from"), expected.Length);
            if (!got.SequenceEqual(expected))
                misses.Add($"{expression} {row.Text("zone")} {row.Text("from")}: {string.Join(' ', got)} instead of {string.Join(' ', expected)}");
        }

        Assert.Equal(rows, count);
        Assert.True(misses.Count == 0, $"{misses.Count} misses, e.g.\n" + string.Join('\n', misses.Take(10)));
    }

    [Fact]
    public void Every_row_of_never_is_refused_with_the_reason()
    {
        var context = Some.Context(least: Duration.Zero);
        foreach (var row in Vectors.Rows("cron-never.jsonl"))
        {
            var reading = RecurrenceRule.Parse("cron", new JsonObject { ["expression"] = Expression(row) }, context);
            var error = Assert.Single(reading.Errors);
            Assert.Equal("never-fires", error.Code);
        }
    }

    [Fact]
    public void The_canonical_text_of_every_row_reads_back_as_the_same_rule()
    {
        foreach (var row in Vectors.Rows("cron-agreed.jsonl").Concat(Vectors.Rows("cron-dst.jsonl")))
        {
            var rule = Some.Cron(Expression(row), row.Text("zone"));
            var again = Some.Cron(rule.ToCron()!, row.Text("zone"));
            Assert.Equal(rule, again);
            Assert.Equal(rule.ToCron(), again.ToCron());
        }
    }

    /// <summary>Rows of the day rule "and" write their day-of-week without the plus.</summary>
    private static string Expression(JsonObject row)
    {
        var expression = row.Text("expr");
        if (row.Text("dayRule") != "and") return expression;
        var at = expression.LastIndexOf(' ') + 1;
        return expression.Insert(at, "+");
    }
}
