using Broadsheet.Core.Recurrence;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Broadsheet.Core.Tests.Recurrence;

/// <summary>What holds for every rule. A failure prints the seed of the rule, which makes it again.</summary>
public sealed class RecurrencePropertyTests
{
    private static readonly HolidayCalendar s_calendar =
        new("pl", "Polish holidays", Generated.Holidays.Select(d => new KeyValuePair<LocalDate, string>(d, "Holiday")));

    private static readonly RecurrenceContext s_context =
        Some.Context("Europe/Warsaw", "2026-01-15T11:00:00Z", Duration.Zero, id => id == "pl" ? s_calendar : null);

    [Fact]
    public void Next_agrees_with_the_brute_force_reference() => Holds(4_000, 1, (rule, drawn) =>
    {
        var (dice, config, label) = drawn;
        var reference = new ReferenceRule(config, Generated.Holidays);
        var from = dice.From();
        var expected = reference.Next(from, 4, years: 6);
        var got = new List<Instant>();
        for (var at = rule.Next(from); at is { } slot && got.Count < 4; at = rule.Next(slot)) got.Add(slot);
        Assert.True(expected.SequenceEqual(got.Take(expected.Count)), $"{label} from {from}: {string.Join(' ', got)} instead of {string.Join(' ', expected)}");
        if (expected.Count < 4 && got.Count > expected.Count)
            Assert.True(got[expected.Count] > from + Duration.FromDays(6 * 365 - 3), $"{label} from {from}: {got[expected.Count]} should not be");
    });

    [Fact]
    public void Next_agrees_with_the_reference_around_every_transition() => Holds(1_500, 2, (rule, drawn) =>
    {
        var (dice, config, label) = drawn;
        var from = dice.From();
        var interval = rule.Zone.GetZoneInterval(from);
        if (!interval.HasEnd || interval.End > Instant.FromUtc(2045, 1, 1, 0, 0)) return;
        var start = interval.End - Duration.FromHours(3);
        var expected = new ReferenceRule(config, Generated.Holidays).Next(start, 6, years: 1);
        var got = new List<Instant>();
        for (var at = rule.Next(start); at is { } slot && got.Count < expected.Count; at = rule.Next(slot)) got.Add(slot);
        Assert.True(expected.SequenceEqual(got), $"{label} from {start}: {string.Join(' ', got)} instead of {string.Join(' ', expected)}");
        foreach (var before in new[] { interval.End - Duration.FromSeconds(1), interval.End, interval.End - Duration.FromTicks(1) })
            if (expected.Exists(e => e > before)) Assert.Equal(expected.First(e => e > before), rule.Next(before));
    });

    [Fact]
    public void The_canonical_configuration_reads_back_as_an_equal_rule() => Holds(4_000, 3, (rule, drawn) =>
    {
        var label = drawn.Label;
        var again = RecurrenceRule.Parse(rule.Type.ToString(), rule.ToConfig(), s_context);
        Assert.True(rule.Equals(again.Rule), label);
        Assert.Equal(rule.ToConfig().ToJsonString(), again.Rule!.ToConfig().ToJsonString());
        Assert.Equal(rule.GetHashCode(), again.Rule.GetHashCode());
    });

    [Fact]
    public void The_description_reads_back_as_an_equal_rule_without_notes() => Holds(6_000, 4, (rule, drawn) =>
    {
        var label = drawn.Label;
        var text = rule.Describe();
        var again = RecurrenceRule.Read(text, s_context);
        Assert.True(again.Status == PhraseStatus.Ok, $"{label}\n{text}\n{again.Error}");
        Assert.True(rule.Equals(again.Rule), $"{label}\n{text}\n{again.Rule!.ToConfig().ToJsonString()}\n{rule.ToConfig().ToJsonString()}");
        Assert.True(again.Notes.Count == 0, $"{label}\n{text}\n{string.Join("; ", again.Notes)}");
        Assert.Equal(text, again.Rule!.Describe());
    });

    [Fact]
    public void The_cron_equivalent_has_the_same_slots() => Holds(3_000, 5, (rule, drawn) =>
    {
        var (dice, _, label) = drawn;
        if (rule.ToCron() is not { } text) return;
        var cron = Some.Cron(text, rule.Zone.Id);
        var from = dice.From();
        for (var i = 0; i < 5; i++)
        {
            var (mine, other) = (rule.Next(from), cron.Next(from));
            Assert.True(mine == other, $"{label} {text} from {from}: {mine} and {other}");
            if (mine is null) return;
            from = mine.Value;
        }
    });

    [Fact]
    public void Jitter_is_steady_and_stays_below_its_limit_and_the_next_slot() => Holds(1_000, 6, (rule, drawn) =>
    {
        var (dice, _, label) = drawn;
        if (rule.Next(dice.From()) is not { } slot) return;
        var schedule = new Guid(slot.GetHashCode(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        var jitter = rule.Jitter(schedule, slot);
        Assert.Equal(jitter, rule.Jitter(schedule, slot));
        Assert.True(jitter >= Duration.Zero && !(slot + jitter >= rule.Next(slot)), label);
        Assert.Equal(rule.ToConfig()["jitter"] is null, jitter == Duration.Zero && rule.ToConfig()["jitter"] is null);
    });

    private static void Holds(int count, int run, Action<RecurrenceRule, Drawn> holds)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay((ulong)run, 1, 0);
        var seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();
        var valid = 0;
        Prop.ForAll(seeds, seed =>
        {
            var dice = new Generated(seed);
            var (type, json) = dice.Rule();
            var reading = RecurrenceRule.Parse(type, json, s_context);
            if (!reading.IsOk)
            {
                Assert.All(reading.Errors, e => Assert.Contains(e.Code, new[] { "never-fires", "end-before-start" }));
                return;
            }

            valid++;
            holds(reading.Rule, new Drawn(dice, json, $"seed {seed}: {type} {json.ToJsonString()}"));
        }).Check(config);
        Assert.True(valid > count / 2, $"Only {valid} of {count} rules were valid.");
    }

    private sealed record Drawn(Generated Dice, System.Text.Json.Nodes.JsonObject Config, string Label);
}
