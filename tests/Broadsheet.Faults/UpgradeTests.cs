using Broadsheet.Faults.Parts;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Faults;

/// <summary>Versions that meet on one store.</summary>
public sealed class UpgradeTests
{
    /// <summary>Folder with the program of the version before this one; <c>./test</c> makes it from the commit that the file <c>previous</c> names.</summary>
    private const string Previous = "BROADSHEET_FAULTS_PREVIOUS";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Servers_that_start_together_on_an_empty_database_make_its_schema_and_its_first_operator_once()
    {
        await using var world = await World.OnPostgresAsync(4);
        Assert.Equal(0, await world.Store.CountAsync("select count(*) - count(distinct number) from schema_scripts"));
        Assert.Equal(1, await world.Store.CountAsync("select count(*) from people"));
        Assert.Equal(1, await world.Store.CountAsync("select count(*) from workspaces"));
        Assert.Equal(4, await world.Store.CountAsync("select count(*) from nodes"));
        foreach (var node in world.Nodes) Assert.Equal(200, (await node.AskAsync("GET", "/healthz/ready", null, null, Ct))!.Value.Status);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_by_a_server_that_starts_and_borne_by_one_that_runs()
    {
        await using var world = await World.OnPostgresAsync(1);
        await world.Store.ExecuteAsync("insert into schema_scripts (number, name, applied_at) values (9999, '9999_later.sql', 'later')");
        var late = world.Start();
        Assert.Equal(1, await late.EndedAsync(ServerProcess.Patience, Ct));
        Assert.True(late.Said("The store has schema 9999"), late.Log);
        Assert.Equal(200, (await world.Nodes[0].AskAsync("GET", "/healthz/ready", null, null, Ct))!.Value.Status);
        await world.DueAsync(await world.PlanAsync(2));
        Assert.Empty((await world.JudgeAsync()).Unknown);
    }

    [Fact]
    public async Task The_version_before_and_this_one_work_side_by_side_on_the_newer_schema()
    {
        var before = Environment.GetEnvironmentVariable(Previous);
        Assert.SkipWhen(before is null, $"{Previous} names no folder with the version before this one: ./test builds it where the history has the commit in tests/Broadsheet.Faults/previous.");
        var cluster = PostgresCluster.Start();
        var direct = await cluster.CreateDatabaseAsync();
        await using var world = await World.EmptyAsync(new(Store.At(direct, cluster.Port), direct));
        var old = await world.Start(null, before).ServingAsync(Ct);
        await world.GiveReportAsync();
        await world.DueAsync(await world.PlanAsync(2));
        var young = await world.Start().ServingAsync(Ct);
        foreach (var _ in Rounds.AtLeast(2)) await world.DueAsync(await world.PlanAsync(4, pause: 0.05));
        await Verdict.SettledAsync(world);
        foreach (var node in new[] { old, young }) Assert.Equal(200, (await node.AskAsync("GET", "/healthz/ready", null, null, Ct))!.Value.Status);
        old.Send(Signal.Terminate);
        Assert.Equal(0, await old.EndedAsync(ServerProcess.Patience, Ct));
        await world.DueAsync(await world.PlanAsync(2));
        Assert.Empty((await world.JudgeAsync()).Unknown);
    }
}
