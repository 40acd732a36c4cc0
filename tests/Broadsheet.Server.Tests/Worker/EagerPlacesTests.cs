using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Worker;
using Broadsheet.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Broadsheet.Server.Tests.Worker;

/// <summary>Places of a node that a firing reserves are counted once, and come back.</summary>
public sealed class EagerPlacesTests
{
    /// <summary>Shorter than a node that is alone sleeps when no bell rings.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Places_are_reserved_once_and_come_back()
    {
        await using var server = await LiveServer.StartAsync(false, null, ("Broadsheet:Worker", "true"));
        var (worker, most) = (server.Services.GetRequiredService<RunWorker>(), server.Services.GetRequiredService<WorkerSettings>().Runs);
        using (var first = await ReserveAsync(worker, 1))
        {
            Assert.Equal(1, first.Room.Room);
            using (var rest = await ReserveAsync(worker, 1_000)) Assert.Equal(most - 1, rest.Room.Room);
            using (var again = await ReserveAsync(worker, 1_000))
            {
                Assert.Equal(most - 1, again.Room.Room);
                Assert.Null(worker.Reserve(1));
            }
        }

        using var all = await ReserveAsync(worker, 1_000);
        Assert.Equal(most, all.Room.Room);
    }

    [Fact]
    public async Task Nothing_starts_past_what_waits_and_what_waited_for_a_reserved_place_is_taken_when_it_comes_back()
    {
        await using var server = await LiveServer.StartAsync(false, null, ("Broadsheet:Worker", "true"));
        var (worker, wake) = (server.Services.GetRequiredService<RunWorker>(), server.Services.GetRequiredService<Wake>());
        var all = await ReserveAsync(worker, 1_000);
        wake.Runs.Ring();
        Assert.Null(worker.Reserve(1));
        await Eventually.HoldsAsync("the worker has found no place.", Patience, () => !wake.Runs.HasRung, () => "", TestContext.Current.CancellationToken);
        all.Dispose();
        (await ReserveAsync(worker, 1)).Dispose();
    }

    private static async Task<EagerPlaces> ReserveAsync(RunWorker worker, int most)
    {
        EagerPlaces? places = null;
        await Eventually.HoldsAsync("the worker has looked and found nothing.", Patience, () => (places = worker.Reserve(most)) is not null, () => "", TestContext.Current.CancellationToken);
        return places!;
    }
}
