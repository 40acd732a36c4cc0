using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Runs;

/// <summary>
/// Stops a run: waiting, it ends at once; being made, its query is stopped at the source within seconds; delivering, what was
/// not sent yet is not sent.
/// </summary>
internal sealed class CancelRun(AppDb db, Clock clock, AuditLog audit, ReadRuns read, SettleRun settle, StopRun stop)
{
    public async Task<Result<RunWire>> RunAsync(Actor actor, RunId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } hidden) return hidden;
        var run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.WorkspaceId == actor.Workspace && r.Id == id, ct);
        if (run is null) return new Problem.NotFound("run");
        if (RunRights.Refuse(actor, run) is { } refused) return refused;
        if (run.Status.IsFinal()) return new Problem.Conflict("ended", $"This run has ended already: {RunWire.StatusOf(run.Status)}.");
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await StopAsync(actor, id, ct);
            audit.Add(actor, "run.cancelled", "run", id, run.ScheduleName);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        stop(id);
        if (run.Status == RunState.Delivering) await settle.RunAsync(actor.Workspace, id, ct);
        return await read.OneAsync(actor, id, ct);
    }

    private async Task StopAsync(Actor actor, RunId id, CancellationToken ct)
    {
        var now = clock.Now;
        var by = $"Cancelled by {actor.Name}.";
        var run = db.Runs.Where(r => r.WorkspaceId == actor.Workspace && r.Id == id);
        var ended = await run.Where(r => r.Status == RunState.Queued).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Cancelled)
            .SetProperty(r => r.FinishedAt, now).SetProperty(r => r.Reason, by), ct);
        if (ended == 1) return;
        await run.Where(r => r.Status == RunState.Running || r.Status == RunState.Delivering).ExecuteUpdateAsync(s => s.SetProperty(r => r.CancelRequested, true).SetProperty(r => r.Reason, by), ct);
        await db.Deliveries.Where(d => d.WorkspaceId == actor.Workspace && d.RunId == id && d.Status == DeliveryState.Pending)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.Status, DeliveryState.Failed).SetProperty(d => d.Error, by), ct);
    }
}

/// <summary>Stops a run if this process has it in hand, and lets go what waits for it.</summary>
internal delegate void StopRun(RunId run);
