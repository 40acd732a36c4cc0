using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Runs;

/// <summary>Sends the same bytes again to one recipient whose delivery failed or is unknown.</summary>
internal sealed class RetryDelivery(AppDb db, Clock clock, AuditLog audit, WorkBell bell)
{
    private const int MoreAttempts = 6;

    public async Task<Result<DeliveryWire>> RunAsync(Actor actor, RunId runId, DeliveryId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } hidden) return hidden;
        var run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.WorkspaceId == actor.Workspace && r.Id == runId, ct);
        var delivery = db.Deliveries.Where(d => d.WorkspaceId == actor.Workspace && d.RunId == runId && d.Id == id);
        var row = await delivery.AsNoTracking().SingleOrDefaultAsync(ct);
        if (run is null || row is null) return new Problem.NotFound("delivery");
        if (RunRights.Refuse(actor, run) is { } refused) return refused;
        if (row.Hold == DeliveryHold.NotMade) return new Problem.Conflict("not-made", "There is nothing to send: the report of this recipient could not be made. Mend what the reason says and retry the run: all others keep theirs.");
        if (row.Hold == DeliveryHold.Approval) return new Problem.Conflict("not-approved", "An admin has to approve this recipient first; it is then sent by itself.");
        if (row.Status is not (DeliveryState.Failed or DeliveryState.Unknown))
            return new Problem.Conflict("not-failed", "Only a failed or unknown delivery can be sent again.");
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            if (await Reopen(delivery.Where(d => d.Status == row.Status), clock.Now, ct) != 1) return new Problem.Conflict("changed", "Somebody else has just retried it.");
            await db.Runs.Where(r => r.WorkspaceId == actor.Workspace && r.Id == runId && RunTransitions.Into(RunState.Delivering).Contains(r.Status) && r.Status != RunState.Running)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Delivering).SetProperty(r => r.CancelRequested, false).SetProperty(r => r.FinishedAt, (Instant?)null), ct);
            audit.Add(actor, "delivery.retried", "delivery", id, row.Recipient);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        bell(actor.Workspace);
        return DeliveryWire.Of(await delivery.AsNoTracking().SingleAsync(ct));
    }

    /// <summary>Pending again, with a fresh allowance of attempts.</summary>
    public static Task<int> Reopen(IQueryable<DeliveryRow> deliveries, Instant now, CancellationToken ct) =>
        deliveries.ExecuteUpdateAsync(s => s.SetProperty(d => d.Status, DeliveryState.Pending).SetProperty(d => d.NextAttemptAt, now)
            .SetProperty(d => d.Node, (Guid?)null).SetProperty(d => d.MaxAttempts, d => d.Attempts + MoreAttempts), ct);
}
