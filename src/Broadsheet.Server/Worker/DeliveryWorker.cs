using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;

namespace Broadsheet.Server.Worker;

/// <summary>Sends what the ledger has pending, several at a time. The boundary where a bug in one delivery ends that delivery only.</summary>
internal sealed partial class DeliveryWorker(
    IServiceScopeFactory scopes, ClaimStore store, Node node, LeaseKeeper lease, Wake wake, Clock clock, WorkerSettings settings, ChannelPermits channels, ILogger<DeliveryWorker> log) : BackgroundService
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim permits = new(settings.Deliveries);
    private readonly Turns turns = new();
    private readonly Gathering inHand = new();

    /// <summary>Takes what is pending now until nothing is or no permit is free, and starts sending it.</summary>
    /// <param name="workspace">Only its deliveries; null for all.</param>
    public async Task StartPendingAsync(WorkspaceId? workspace, CancellationToken ct)
    {
        while (node.MayTake && permits.CurrentCount is > 0 and var free && !ct.IsCancellationRequested)
        {
            // No more than one channel has places for: what waits for a place here could be sent by another node. A shutdown does not cut
            // the claim off: it might have been made by then, and nobody would know.
            await using var db = store.Open();
            var now = await db.Dialect.NowAsync(db, clock, ct);
            var taken = await new WorkClaims(db).TakeDeliveriesAsync(node.Id, Math.Min(free, channels.Each), workspace, now, turns, channels.Busy, node.HardStop);
            foreach (var delivery in taken.Where(node.Deliveries.Take)) inHand.Add(OneAsync(delivery));

            if (taken.Count == 0) return;
        }
    }

    /// <summary>Until what is in hand has ended, whoever had it taken; <see cref="Node.HardStop"/> bounds that.</summary>
    public Task EndedAsync() => inHand.AllAsync();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await EndedAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Enabled) return;
        await lease.Registered.WaitAsync(stoppingToken);
        while (true) await wake.Deliveries.WaitAsync(await RoundAsync(stoppingToken), stoppingToken);
    }

    private async Task<TimeSpan> RoundAsync(CancellationToken ct)
    {
        try
        {
            if (permits.CurrentCount == 0) return settings.LongestSleep;
            await using var db = store.Open();
            var (now, due, next) = await new WorkClaims(db).LookAsync(WaitingWork.Deliveries, clock, ct);
            if (!due) return settings.Until(next, now);
            await StartPendingAsync(null, ct);
            return permits.CurrentCount == 0 ? settings.LongestSleep : settings.Until(next, await db.Dialect.NowAsync(db, clock, ct));
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            Trouble(e);
            return AfterTrouble;
        }
    }

    private async Task OneAsync(HeldDelivery held)
    {
        // Both places are asked for before anything else runs, so that the next claim knows what is left.
        using var stop = node.Sending();
        using var waiting = node.Waiting();
        var permit = permits.WaitAsync(waiting.Token);
        var place = channels.EnterAsync(held.Workspace, held.Type, waiting.Token);
        await Task.Yield();
        var recorded = false;
        try
        {
            await permit;
            await place;
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<SendDelivery>().RunAsync(held, () => node.Deliveries.Begin(held), stop.Token);
            recorded = true;
        }
        catch (Exception e) when ((e is OperationCanceledException || Saving.IsStoreAway(e)) && !node.Deliveries.HasBegun(held))
        {
            await GiveBackAsync(held);
        }
        catch (Exception e)
        {
            node.Deliveries.Begin(held);
            Unexpected(held.Id.Value, e);
        }
        finally
        {
            node.Deliveries.End(held, recorded);
            if (permit.IsCompletedSuccessfully) permits.Release();
            await LeaveAsync(place);
            wake.Deliveries.Ring();
        }
    }

    /// <summary>Leaves the channel, or the row before it.</summary>
    private static async Task LeaveAsync(Task<IDisposable> place)
    {
        try
        {
            (await place).Dispose();
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    /// <summary>It was taken and never begun: somebody else may send it at once.</summary>
    private async Task GiveBackAsync(HeldDelivery held)
    {
        try
        {
            await using var db = store.Open();
            await new NodeLease(db).LetGoAsync(held, begun: false, clock.Now, CancellationToken.None);
        }
        catch (Exception e)
        {
            Trouble(e);
        }
    }

    [LoggerMessage(LogLevel.Error, "Pending deliveries could not be taken; trying again shortly")]
    private partial void Trouble(Exception exception);

    [LoggerMessage(LogLevel.Error, "Delivery {Delivery} ended unexpectedly; it is marked unknown shortly")]
    private partial void Unexpected(Guid delivery, Exception exception);
}
