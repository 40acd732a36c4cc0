using Broadsheet.Faults.Parts;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Faults;

/// <summary>Servers that die, freeze and are asked to stop, while others go on.</summary>
public sealed class NodeFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Servers_killed_at_random_under_load_lose_nothing_and_send_nothing_twice()
    {
        await using var world = await World.OnPostgresAsync(3);
        var chance = new Random(20_261_126);
        foreach (var round in Rounds.AtLeast(4))
        {
            var before = world.Hooks.Posts.Count + world.Mail.Mails.Count;
            await world.DueAsync(await world.PlanAsync(4, pause: 0.05));
            var enough = before + chance.Next(1, 25);
            await Eventually.HoldsAsync("work is in hand.", World.Patience, () => world.Hooks.Posts.Count + world.Mail.Mails.Count >= enough, () => world.Logs, Ct);
            var living = world.Nodes.Where(n => !n.HasExited).ToList();
            living[chance.Next(living.Count)].Kill();
            await world.Start().ServingAsync(Ct);
        }

        await world.JudgeAsync();
    }

    [Fact]
    public async Task A_server_frozen_beyond_its_lease_is_taken_over_and_changes_nothing_when_it_wakes()
    {
        await using var world = await World.OnPostgresAsync(2);
        var frozen = world.Nodes[0];
        world.Hooks.HoldBack();
        await world.DueAsync(await world.PlanAsync(8, pause: 0.2));
        await Eventually.HoldsAsync("both send and render.", World.Patience, () => world.Hooks.Waiting > 4, () => world.Logs, Ct);
        frozen.Send(Signal.Stop);
        await Eventually.HoldsAsync("the other one takes over.", World.Patience, () => world.Nodes[1].Said("Took over"), () => world.Logs, Ct);
        world.Hooks.Answer();
        frozen.Send(Signal.Continue);
        await Eventually.HoldsAsync("it notices.", World.Patience, () => frozen.Said("was lost"), () => world.Logs, Ct);
        await world.JudgeAsync();
    }

    [Fact]
    public async Task A_server_asked_to_stop_says_so_at_once_takes_nothing_more_ends_what_it_has_and_exits_with_0()
    {
        await using var world = await World.OnPostgresAsync(1);
        var server = world.Nodes[0];
        world.Hooks.HoldBack();
        var plan = Plan.Of(1, World.Now);
        await world.PlanAsync(plan);
        await world.DueAsync([plan]);
        await Eventually.HoldsAsync("it sends.", World.Patience, () => world.Hooks.Waiting == plan.Slots.Count, () => world.Logs, Ct);

        server.Send(Signal.Terminate);
        await Eventually.HoldsAsync("it is not ready any more.", World.Patience, async () => await server.AskAsync("GET", "/healthz/ready", null, null, Ct) is { Status: 503 }, () => server.Log, Ct);
        var (late, more) = (Plan.Of(3, World.Now), Plan.Of(5, World.Now));
        await world.PlanAsync(late);
        await world.PlanAsync(more);
        await world.DueAsync([late, more]);
        Assert.False(server.HasExited);
        world.Hooks.Answer();
        Assert.Equal(0, await server.EndedAsync(ServerProcess.Patience, Ct));
        Assert.Equal(plan.Slots.Count, world.Hooks.Posts.Count);
        Assert.Equal(0, await world.Store.CountAsync("select count(*) from nodes"));
        Assert.Equal(0, await world.Store.CountAsync($"select count(*) from runs where schedule_id in ('{world.IdOf(late)}', '{world.IdOf(more)}')"));

        await world.Start().ServingAsync(Ct);
        Assert.Empty((await world.JudgeAsync()).Unknown);
    }

    [Fact]
    public async Task What_takes_longer_than_a_shutdown_waits_is_given_back_without_counting_an_attempt()
    {
        await using var world = await World.OnPostgresAsync(1);
        var server = world.Nodes[0];
        var plan = Plan.Of(1, World.Now) with { };
        await world.PlanAsync(plan, pause: 100, overlap: "queue");
        await world.WantAsync(202, "POST", $"{World.Schedules}/{world.IdOf(plan)}/run");
        await Eventually.HoldsAsync("it runs.", World.Patience, async () => await world.Store.CountAsync("select count(*) from runs where status = 'running'") == 1, () => world.Logs, Ct);
        server.Send(Signal.Terminate);
        Assert.Equal(0, await server.EndedAsync(ServerProcess.Patience, Ct));
        Assert.Equal(1, await world.Store.CountAsync("select count(*) from runs where status = 'queued' and attempt = 1 and node is null"));
        Assert.Equal(0, await world.Store.CountAsync("select count(*) from nodes"));
    }

    [Fact]
    public async Task A_run_that_takes_one_server_after_another_down_is_quarantined_and_the_rest_goes_on()
    {
        await using var world = await World.OnPostgresAsync(1);
        var bad = Plan.Of(1, World.Now);
        await world.PlanAsync(bad, pause: 100);
        var run = (await world.WantAsync(202, "POST", $"{World.Schedules}/{world.IdOf(bad)}/run"))["run_id"]!.GetValue<string>();
        for (var death = 1; death <= 3; death++)
        {
            var attempt = death;
            await Eventually.HoldsAsync($"attempt {attempt} runs.", World.Patience, async () =>
                await world.Store.CountAsync($"select count(*) from runs where status = 'running' and attempt = {attempt}") == 1, () => world.Logs, Ct);
            foreach (var node in world.Nodes) node.Kill();
            await world.Start().ServingAsync(Ct);
        }

        await Eventually.HoldsAsync("it is quarantined.", World.Patience, async () =>
            (await world.WantAsync(200, "GET", $"{World.Runs}/{run}"))["status"]!.GetValue<string>() == "failed", () => world.Logs, Ct);
        Assert.StartsWith("Quarantined", (await world.WantAsync(200, "GET", $"{World.Runs}/{run}"))["error"]!.GetValue<string>(), StringComparison.Ordinal);
        world.Plans.Clear();
        await world.DueAsync(await world.PlanAsync(1));
        await world.JudgeAsync();
    }
}
