using Broadsheet.Faults.Parts;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Faults;

/// <summary>The data folder's disk fills to the last byte, and is freed again.</summary>
public sealed class DiskFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_beside_a_shared_store_puts_runs_off_and_they_are_made_when_it_is_freed()
    {
        using var disk = new SmallDisk(16);
        var cluster = PostgresCluster.Start();
        var direct = await cluster.CreateDatabaseAsync();
        await using var world = await World.EmptyAsync(new(Store.At(direct, cluster.Port), direct));
        var server = await world.Start(Path.Combine(disk.Path, "data")).ServingAsync(Ct);
        await world.GiveReportAsync();
        await FullAndFreedAsync(world, disk, server, () => server.Said("is put off"));
    }

    [Fact]
    public async Task A_full_disk_under_the_embedded_store_stops_nothing_for_good()
    {
        using var disk = new SmallDisk(24);
        await using var world = await World.EmptyAsync(null, Path.Combine(disk.Path, "data"));
        var server = await world.Start().ServingAsync(Ct);
        await world.GiveReportAsync();
        await FullAndFreedAsync(world, disk, server, () => server.Said("full"));
    }

    private static async Task FullAndFreedAsync(World world, SmallDisk disk, ServerProcess server, Func<bool> felt)
    {
        var plans = await world.PlanAsync(3);
        await world.DueAsync(plans);
        disk.Fill();
        await Eventually.HoldsAsync("it says degraded.", World.Patience, async () =>
            await server.AskAsync("GET", "/healthz/ready", null, null, Ct) is { Status: 503, Body: { } body } && body["status"]!.GetValue<string>() == "degraded", () => server.Log, Ct);
        await Eventually.HoldsAsync("the full disk is felt.", World.Patience, felt, () => server.Log, Ct);
        Assert.False(server.HasExited);
        disk.Free();
        await Eventually.HoldsAsync("it is ready again.", World.Patience, async () => await server.AskAsync("GET", "/healthz/ready", null, null, Ct) is { Status: 200 }, () => server.Log, Ct);
        Assert.Empty((await world.JudgeAsync()).Unknown);
        Assert.False(server.HasExited);
    }
}
