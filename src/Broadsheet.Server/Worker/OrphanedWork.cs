using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Runs.Sharing;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using NodaTime;

namespace Broadsheet.Server.Worker;

/// <summary>
/// Work that somebody holds by the store's account and nobody does: a dead node's, and what this node itself holds without knowing it,
/// since the answer to its claim was lost or it could not be given back.
/// </summary>
internal sealed class OrphanedWork(Node node, RenderFlights flights, RenderBell bell, ChannelCatalog channels, Clock clock)
{
    /// <summary>Held and not in hand at the last look: a claim may just be on its way here, so only two looks in a row decide.</summary>
    private HashSet<object> doubtful = [];

    /// <summary>Takes over what dead nodes held; returns how many runs and deliveries.</summary>
    public Task<int> TakeOverAsync(AppDb db, Instant now, CancellationToken ct) => new NodeLease(db).TakeOverAsync(node.Id, now, channels.Repeatable, ct);

    /// <summary>
    /// A clean end, when nothing is in hand any more: gives back all that this node holds by the store's account. What it never began to
    /// send, since the answer to its claim came too late, is sent by others; of what it did begin nobody knows.
    /// </summary>
    public async Task ReleaseAsync(AppDb db, Instant now, CancellationToken ct)
    {
        var (self, lease) = (node.Id, new NodeLease(db));
        var (_, deliveries) = await lease.HeldAsync(self, ct);
        var neverBegun = deliveries.FindAll(d => node.Deliveries.MayLetGo(d.Id, d.Attempt, out var begun) && !begun);
        await lease.ReleaseAsync(self, neverBegun, now, channels.Repeatable, ct);
    }

    /// <summary>One look at what this node holds. Returns how much was let go.</summary>
    public async Task<int> LetGoAsync(AppDb db, Instant now, CancellationToken ct)
    {
        var (self, leases, claims, before) = (node.Id, new NodeLease(db), new RenderClaims(db, clock), doubtful);
        var (runs, deliveries) = await leases.HeldAsync(self, ct);
        var renders = (await claims.HeldAsync(self, ct)).ConvertAll(r => new RenderKey(r.Workspace, r.Key));
        runs.RemoveAll(node.HasInHand);
        deliveries.RemoveAll(d => node.Deliveries.Has(d.Id, d.Attempt));
        renders.RemoveAll(flights.IsUnderWay);
        doubtful = [.. runs, .. deliveries, .. renders];

        var touched = 0;
        foreach (var run in runs.Where(r => before.Contains(r))) touched += await leases.LetGoAsync(self, run, now, ct);
        foreach (var delivery in deliveries.Where(before.Contains))
        {
            if (node.Deliveries.MayLetGo(delivery.Id, delivery.Attempt, out var begun)) touched += await leases.LetGoAsync(delivery, begun, now, ct);
        }

        foreach (var render in renders.Where(r => before.Contains(r)))
        {
            await claims.GiveUpAsync(render.Workspace, render.Hash, self, ct);
            bell.Ring();
            touched++;
        }

        return touched;
    }
}
