using Broadsheet.Faults.Parts;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Faults;

/// <summary>The database that the servers share goes away in the middle, and comes back.</summary>
public sealed class DatabaseFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_restarted_in_the_middle_loses_nothing_and_the_servers_go_on_by_themselves()
    {
        Assert.SkipWhen(PostgresCluster.WhyNot is not null, PostgresCluster.WhyNot ?? "");
        using var cluster = PostgresCluster.StartOwn();
        var direct = await cluster.CreateDatabaseAsync();
        await using var world = await (await World.EmptyAsync(new(Store.At(direct, cluster.Port), direct))).GoAsync(2);
        foreach (var round in Rounds.AtLeast(2))
        {
            var before = world.Hooks.Posts.Count + world.Mail.Mails.Count;
            await world.DueAsync(await world.PlanAsync(6, pause: 0.05));
            await Eventually.HoldsAsync("work is in hand.", World.Patience, () => world.Hooks.Posts.Count + world.Mail.Mails.Count > before + 5, () => world.Logs, Ct);
            cluster.Halt();
            if (round % 2 == 0) await DegradedAsync(world.Nodes[0]);
            cluster.Go();
            await ReadyAsync(world);
        }

        await world.JudgeAsync();
        Assert.All(world.Nodes, n => Assert.False(n.HasExited));
    }

    [Fact]
    public async Task A_database_that_falls_silent_for_one_server_hands_its_work_to_the_other()
    {
        Assert.SkipWhen(PostgresCluster.WhyNot is not null, PostgresCluster.WhyNot ?? "");
        var cluster = PostgresCluster.Start();
        var direct = await cluster.CreateDatabaseAsync();
        await using var proxy = new Proxy(cluster.Port);
        await using var world = await (await World.EmptyAsync(new(Store.At(direct, cluster.Port), direct))).GoAsync(1);
        var cut = await world.Start(null, null, ("ConnectionStrings__Broadsheet", Store.At(direct, proxy.Port))).ServingAsync(Ct);
        foreach (var _ in Rounds.AtLeast(1))
        {
            await ReadyAsync(world);
            world.Hooks.HoldBack();
            var before = world.Hooks.Waiting;
            await world.DueAsync(await world.PlanAsync(8, pause: 0.2));
            await Eventually.HoldsAsync("both work.", World.Patience, () => world.Hooks.Waiting > before + 6, () => world.Logs, Ct);
            proxy.FallSilent();
            world.Hooks.Answer();
            await DegradedAsync(cut);
            await Verdict.SettledAsync(world);
            proxy.Speak();
            await ReadyAsync(world);
        }

        await world.JudgeAsync();
        Assert.All(world.Nodes, n => Assert.False(n.HasExited));
    }

    private static Task DegradedAsync(ServerProcess server) => Eventually.HoldsAsync("it says degraded.", World.Patience, async () =>
        await server.AskAsync("GET", "/healthz/ready", null, null, Ct) is { Status: 503, Body: { } body } && body["status"]!.GetValue<string>() == "degraded", () => server.Log, Ct);

    private static Task ReadyAsync(World world) => Eventually.HoldsAsync("all are ready again.", World.Patience, async () =>
    {
        foreach (var node in world.Nodes)
        {
            if (await node.AskAsync("GET", "/healthz/ready", null, null, Ct) is not { Status: 200 }) return false;
        }

        return true;
    }, () => world.Logs, Ct);
}
