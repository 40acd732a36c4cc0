using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Runs.Sharing;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Tests.Storage;
using Broadsheet.Server.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Broadsheet.Server.Tests.Worker;

/// <summary>What a living node holds by the store's account and nobody works on is let go at the second look, and nothing else is.</summary>
public sealed class OrphanedWorkTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_render_that_nobody_makes_is_given_up_and_one_that_is_made_is_not(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await using var db = store.Open();
        using var node = new Node(store.Clock);
        var claims = new RenderClaims(db, store.Clock);
        var flights = new RenderFlights(TimeProvider.System, TimeSpan.FromMinutes(2));
        var orphaned = New(node, flights, store);
        var workspace = store.Run(null, store.HourAgo(0), RunState.Queued, exclusive: false).WorkspaceId;
        await LivingAsync(db, node.Id, store);
        Assert.True(await claims.TryAsync(workspace, "lost", node.Id, default));
        Assert.True(await claims.TryAsync(workspace, "made", node.Id, default));
        Assert.False(await claims.TryAsync(workspace, "lost", Guid.CreateVersion7(), default));
        Assert.True(await claims.TryAsync(workspace, "lost", node.Id, default));

        var made = new TaskCompletionSource();
        var flight = flights.JoinAsync(new RenderKey(workspace, "made"), async ct =>
        {
            await made.Task.WaitAsync(ct);
            return null;
        }, TestContext.Current.CancellationToken);
        Assert.Equal(0, await orphaned.LetGoAsync(db, store.Clock.Now, default));
        Assert.Equal(1, await orphaned.LetGoAsync(db, store.Clock.Now, default));
        made.SetResult();
        await flight;
        Assert.Equal("made", Assert.Single(await db.Renders.AsNoTracking().ToListAsync()).Key);
        Assert.True(await claims.TryAsync(workspace, "lost", Guid.CreateVersion7(), default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_whose_claim_was_not_answered_is_queued_again_and_one_in_hand_is_not(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await store.SaveAsync(store.Run(null, store.HourAgo(0), RunState.Queued, exclusive: false), store.Run(null, store.HourAgo(0), RunState.Queued, exclusive: false));
        await using var db = store.Open();
        using var node = new Node(store.Clock);
        var orphaned = New(node, new RenderFlights(TimeProvider.System, TimeSpan.FromMinutes(2)), store);
        await LivingAsync(db, node.Id, store);
        var taken = await new WorkClaims(db).TakeRunsAsync(node.Id, 5, null, store.Clock.Now, new Turns(), [], default);
        using var begun = node.Begin(taken[0].Id);
        Assert.Equal((0, 1), (await orphaned.LetGoAsync(db, store.Clock.Now, default), await orphaned.LetGoAsync(db, store.Clock.Now, default)));
        Assert.Equal(RunState.Running, (await db.Runs.AsNoTracking().SingleAsync(r => r.Id == taken[0].Id)).Status);
        Assert.Equal(RunState.Queued, (await db.Runs.AsNoTracking().SingleAsync(r => r.Id == taken[1].Id)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_delivery_whose_claim_was_not_answered_before_the_end_is_pending_and_one_that_was_begun_is_unknown(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var run = store.Run(null, store.HourAgo(0), RunState.Delivering, exclusive: false);
        await store.SaveAsync(run);
        await store.SaveAsync(store.Delivery(run, "email", 0), store.Delivery(run, "email", 1), store.Delivery(run, "email", 2));
        await using var db = store.Open();
        using var node = new Node(store.Clock);
        var orphaned = New(node, new RenderFlights(TimeProvider.System, TimeSpan.FromMinutes(2)), store);
        await LivingAsync(db, node.Id, store);
        var taken = await new WorkClaims(db).TakeDeliveriesAsync(node.Id, 5, null, store.Clock.Now, new Turns(), [], default);
        foreach (var held in taken.Skip(1))
        {
            Assert.True(node.Deliveries.Take(held));
            node.Deliveries.Begin(held);
        }

        node.Deliveries.End(taken[1], recorded: false);
        await orphaned.ReleaseAsync(db, store.Clock.Now, default);
        var found = await db.Deliveries.AsNoTracking().ToDictionaryAsync(d => d.Id);
        Assert.Equal([DeliveryState.Pending, DeliveryState.Unknown, DeliveryState.Unknown], taken.Select(t => found[t.Id].Status));
        Assert.All(found.Values, d => Assert.Null(d.Node));
        Assert.Equal(0, await db.Nodes.CountAsync());
    }

    /// <summary>A node that lives, however slow this machine is: nobody renews its lease.</summary>
    private static async Task LivingAsync(Server.Storage.AppDb db, Guid node, Store store)
    {
        await new NodeLease(db).RegisterAsync(node, "node", "1", default);
        var later = store.Clock.Now + NodaTime.Duration.FromHours(1);
        await db.Nodes.Where(n => n.Id == node).ExecuteUpdateAsync(s => s.SetProperty(n => n.HeartbeatAt, later));
    }

    private static OrphanedWork New(Node node, RenderFlights flights, Store store) => new(node, flights, new RenderBell(), new ChannelCatalog([]), store.Clock);
}
