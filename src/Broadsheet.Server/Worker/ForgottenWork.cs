using Broadsheet.Server.Runs.Sharing;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using NodaTime;

namespace Broadsheet.Server.Worker;

/// <summary>
/// What this node holds by the store's account and nobody here works on: the answer to its claim was lost, or it could not be given
/// back. Let go of when it is found so at two looks in a row, since a claim may just be on its way here.
/// </summary>
internal sealed class ForgottenWork(Node node, RendersInHand renders, RenderBell bell, Clock clock)
{
    private HashSet<object> doubtful = [];

    /// <summary>One look. Returns how much was let go.</summary>
    public async Task<int> LetGoAsync(AppDb db, Instant now, CancellationToken ct)
    {
        var (self, leases, making, before) = (node.Id, new NodeLease(db), new RenderClaims(db, clock), doubtful);
        var (runs, deliveries) = await leases.HeldAsync(self, ct);
        var held = await making.HeldAsync(self, ct);
        runs.RemoveAll(node.HasInHand);
        deliveries.RemoveAll(d => node.Deliveries.Has(d.Id, d.Attempt));
        held.RemoveAll(r => renders.Has(r.Workspace, r.Hash));
        doubtful = [.. runs, .. deliveries, .. held];

        var touched = 0;
        foreach (var run in runs.Where(r => before.Contains(r))) touched += await leases.LetGoAsync(self, run, now, ct);
        foreach (var delivery in deliveries.Where(before.Contains))
            if (node.Deliveries.MayLetGo(delivery.Id, delivery.Attempt, out var begun)) touched += await leases.LetGoAsync(delivery, begun, now, ct);
        foreach (var render in held.Where(r => before.Contains(r)))
        {
            await making.GiveUpAsync(render.Workspace, render.Hash, self, ct);
            bell.Ring();
            touched++;
        }

        return touched;
    }
}
