using Broadsheet.Faults.Parts;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Faults;

/// <summary>The one server on the embedded database.</summary>
public sealed class SqliteFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_only_server_killed_under_load_and_started_again_loses_nothing_and_sends_nothing_twice()
    {
        await using var world = await World.OnSqliteAsync();
        foreach (var round in Rounds.AtLeast(2))
        {
            var before = world.Hooks.Posts.Count + world.Mail.Mails.Count;
            await world.DueAsync(await world.PlanAsync(4, pause: 0.05));
            await world.WantAsync(200, "POST", "/api/scheduled-exports/process");
            await Eventually.HoldsAsync("work is in hand.", World.Patience, () => world.Hooks.Posts.Count + world.Mail.Mails.Count > before + 3 + round, () => world.Logs, Ct);
            world.Nodes[^1].Kill();
            await world.Start().ServingAsync(Ct);
        }

        await world.JudgeAsync();
    }

    [Fact]
    public async Task The_only_server_asked_to_stop_gives_its_runs_back_and_the_next_one_makes_them()
    {
        await using var world = await World.OnSqliteAsync();
        await world.DueAsync(await world.PlanAsync(3, pause: 0.1));
        await world.WantAsync(200, "POST", "/api/scheduled-exports/process");
        await Eventually.HoldsAsync("work is in hand.", World.Patience, () => world.Hooks.Posts.Count + world.Mail.Mails.Count > 2, () => world.Logs, Ct);
        world.Nodes[0].Send(Signal.Terminate);
        Assert.Equal(0, await world.Nodes[0].EndedAsync(ServerProcess.Patience, Ct));
        await world.Start().ServingAsync(Ct);
        Assert.Empty((await world.JudgeAsync()).Unknown);
    }
}
