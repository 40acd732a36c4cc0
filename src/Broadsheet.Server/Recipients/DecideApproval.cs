using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Notifications;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Recipients;

/// <summary>An admin approves an outside recipient, or refuses them. Approving sends what was kept back for them, once.</summary>
internal sealed class DecideApproval(AppDb db, Clock clock, AuditLog audit, WorkToSend bell)
{
    private static readonly Duration StillWanted = Duration.FromDays(7);

    public async Task<Result<ApprovalWire>> RunAsync(Actor actor, Guid id, ApprovalState state, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var row = await db.Approvals.SingleOrDefaultAsync(a => a.WorkspaceId == actor.Workspace && a.Id == id, ct);
            if (row is null) return new Problem.NotFound("recipient");
            if (row.Status == state) return ApprovalWire.Of(row);
            var before = new JsonObject { ["status"] = Word<ApprovalState>.Of(row.Status) };
            (row.Status, row.DecidedBy, row.DecidedAt) = (state, actor.Person, clock.Now);
            audit.Add(actor, state == ApprovalState.Approved ? "recipient.approved" : "recipient.refused", "recipient", id, row.Address, before, new JsonObject { ["status"] = Word<ApprovalState>.Of(state) });
            await db.SaveChangesAsync(ct);
            if (state == ApprovalState.Approved) await ReleaseAsync(actor, row.Address, ct);
            await transaction.CommitAsync(ct);
            db.ChangeTracker.Clear();
        }

        bell(actor.Workspace);
        return ApprovalWire.Of(await db.Approvals.AsNoTracking().SingleAsync(a => a.WorkspaceId == actor.Workspace && a.Id == id, ct));
    }

    /// <summary>What was kept back lately goes out; what is older is for a person to send.</summary>
    private async Task ReleaseAsync(Actor actor, string address, CancellationToken ct)
    {
        var (now, since) = (clock.Now, clock.Now - StillWanted);
        var kept = db.Deliveries.Where(d => d.WorkspaceId == actor.Workspace && d.Hold == DeliveryHold.Approval && d.Status == DeliveryState.Failed && d.Recipient == address && d.CreatedAt > since);
        var runs = await kept.Where(d => d.RunId != null).Select(d => d.RunId!.Value).Distinct().ToListAsync(ct);
        await kept.ExecuteUpdateAsync(s => s.SetProperty(d => d.Status, DeliveryState.Pending).SetProperty(d => d.Hold, (DeliveryHold?)null)
            .SetProperty(d => d.Error, (string?)null).SetProperty(d => d.NextAttemptAt, now).SetProperty(d => d.Node, (Guid?)null), ct);
        await db.Runs.Where(r => r.WorkspaceId == actor.Workspace && runs.Contains(r.Id) && RunTransitions.Into(RunState.Delivering).Contains(r.Status) && r.Status != RunState.Running)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Delivering).SetProperty(r => r.FinishedAt, (Instant?)null), ct);
    }
}
