using System.Text.Json.Nodes;
using Broadsheet.Faults.Parts;
using Broadsheet.Testing;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Broadsheet.Faults;

/// <summary>People who pause and edit while slots come due.</summary>
public sealed class PauseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_starts_after_pausing_has_been_acknowledged()
    {
        await using var world = await World.OnPostgresAsync(2);
        foreach (var round in Rounds.AtLeast(3))
        {
            var plan = Plan.Of((2 * world.Plans.Count) + 1, World.Now);
            await world.PlanAsync(plan, pause: 0.3);
            await world.DueAsync([plan]);
            if (round > 0) await Eventually.HoldsAsync("some have started.", World.Patience, () => world.Hooks.Posts.Any(p => p.Path == plan.Name), () => world.Logs, Ct);
            await world.WantAsync(200, "POST", $"{World.Schedules}/{world.IdOf(plan)}/pause");
            var acknowledged = World.Now;
            IReadOnlyList<JsonNode> runs = [];
            await Eventually.HoldsAsync("nothing is open.", World.Patience, async () =>
            {
                runs = await Verdict.RunsAsync(world, plan) ?? [];
                return !runs.Any(r => r["status"]!.GetValue<string>() is "queued" or "running");
            }, () => world.Logs, Ct);
            var late = runs.Where(r => r["status"]!.GetValue<string>() == "succeeded" && InstantPattern.ExtendedIso.Parse(r["started_at"]!.GetValue<string>()).Value > acknowledged);
            Assert.Empty(late.Select(r => r.ToJsonString()));
            Assert.Equal(runs.Count(r => r["status"]!.GetValue<string>() == "succeeded"), world.Hooks.Posts.Count(p => p.Path == plan.Name));
        }
    }

    [Fact]
    public async Task An_edit_that_races_a_slot_gives_the_old_run_or_the_new_one_never_both()
    {
        await using var world = await World.OnPostgresAsync(2);
        foreach (var _ in Rounds.AtLeast(6))
        {
            var plan = Plan.Of((2 * world.Plans.Count) + 1, World.Now);
            var id = await world.PlanAsync(plan);
            var body = (await world.WantAsync(200, "GET", $"{World.Schedules}/{id}")).AsObject();
            var edited = new JsonObject();
            foreach (var field in new[] { "name", "schedule_type", "schedule_config", "report_type", "filters", "formats", "policy" }) edited[field] = body[field]!.DeepClone();
            edited["destinations"] = new JsonArray(new JsonObject { ["type"] = "webhook", ["url"] = world.Hooks.Address(plan.Name + "-edited") });
            await Task.WhenAll(world.DueAsync([plan]), world.WantAsync(200, "PUT", $"{World.Schedules}/{id}", edited));
        }

        await Verdict.SettledAsync(world);
        var arrived = world.Hooks.Posts.Select(p => (Name: p.Path.Replace("-edited", "", StringComparison.Ordinal), p.ScheduledFor)).ToList();
        var owed = world.Plans.SelectMany(p => p.Slots.Select(s => (p.Name, ScheduledFor: World.Iso(s)))).ToList();
        Assert.Equal(owed.Order(), arrived.Order());
    }

    [Fact]
    public async Task A_changed_recurrence_that_races_a_slot_owes_nothing_of_the_past_twice()
    {
        await using var world = await World.OnPostgresAsync(2);
        foreach (var _ in Rounds.AtLeast(4))
        {
            var plan = Plan.Of((2 * world.Plans.Count) + 1, World.Now);
            var id = await world.PlanAsync(plan);
            var body = (await world.WantAsync(200, "GET", $"{World.Schedules}/{id}")).AsObject();
            var edited = new JsonObject();
            foreach (var field in new[] { "name", "report_type", "filters", "formats", "policy", "destinations" }) edited[field] = body[field]!.DeepClone();
            edited["schedule_type"] = "cron";
            edited["schedule_config"] = new JsonObject { ["expression"] = "0 0 1 1 *", ["timezone"] = "UTC" };
            await Task.WhenAll(world.DueAsync([plan]), world.WantAsync(200, "PUT", $"{World.Schedules}/{id}", edited));
            await Eventually.HoldsAsync("it is the new one.", World.Patience, async () =>
                InstantPattern.ExtendedIso.Parse((await world.WantAsync(200, "GET", $"{World.Schedules}/{id}"))["next_run_at"]!.GetValue<string>()).Value > World.Now + Duration.FromDays(1)
                    || (await world.Store.CountAsync($"select count(*) from runs where schedule_id = '{id}'")) == plan.Slots.Count, () => world.Logs, Ct);
        }

        var owed = world.Plans.SelectMany(p => p.Slots.Select(s => (p.Name, ScheduledFor: World.Iso(s)))).ToHashSet();
        await Eventually.HoldsAsync("nothing is open.", World.Patience, async () => await world.Store.CountAsync("select count(*) from runs where finished_at is null") == 0, () => world.Logs, Ct);
        Assert.All(world.Hooks.Posts.GroupBy(p => (p.Path, p.ScheduledFor)), g => Assert.True(g.Count() == 1 && owed.Contains(g.Key), g.Key.ToString()));
    }
}
