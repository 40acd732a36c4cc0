using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Runs;

/// <summary>
/// A new attempt of an ended run, for the same slot and plan. Where its files exist only the failed deliveries are sent again;
/// nobody who has the report gets it twice.
/// </summary>
internal sealed class RetryRun(AppDb db, Clock clock, AuditLog audit, WorkBell bell)
{
    public async Task<Result<StartedRun>> RunAsync(Actor actor, RunId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } hidden) return hidden;
        var run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.WorkspaceId == actor.Workspace && r.Id == id, ct);
        if (run is null) return new Problem.NotFound("run");
        if (RunRights.Refuse(actor, run) is { } refused) return refused;
        if (run.Status is not (RunState.Failed or RunState.PartiallyFailed or RunState.Cancelled))
            return new Problem.Conflict("not-failed", $"Only a failed or cancelled run can be retried; this one is {RunWire.StatusOf(run.Status)}.");
        var made = await db.Artifacts.AnyAsync(a => a.WorkspaceId == actor.Workspace && a.RunId == id, ct)
            && !await db.Deliveries.AnyAsync(d => d.WorkspaceId == actor.Workspace && d.RunId == id && d.Hold == DeliveryHold.NotMade, ct);
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var changed = made ? await SendAgainAsync(run, ct) : await QueueAsync(run, ct);
            if (!changed) return new Problem.Conflict("changed", "Somebody else has just changed this run.");
            audit.Add(actor, "run.retried", "run", id, run.ScheduleName);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        bell(actor.Workspace);
        return new StartedRun(id.Value, made ? "running" : "queued");
    }

    private async Task<bool> QueueAsync(RunRow run, CancellationToken ct)
    {
        var now = clock.Now;
        if (run.ScheduleId is { } schedule) await new ScheduleClaims(db).HoldAsync(run.WorkspaceId, schedule, ct);

        // Recipients whose report could not be made get a new line; who has theirs is left alone.
        await db.Deliveries.Where(d => d.WorkspaceId == run.WorkspaceId && d.RunId == run.Id && d.Hold == DeliveryHold.NotMade).ExecuteDeleteAsync(ct);
        await RetryDelivery.Reopen(Lost(run), now, ct);
        return await Same(run).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Queued).SetProperty(r => r.Trigger, RunTrigger.Retry)
            .SetProperty(r => r.Attempt, run.Attempt + 1).SetProperty(r => r.Crashes, 0).SetProperty(r => r.NotBefore, now).SetProperty(r => r.StartedAt, (NodaTime.Instant?)null)
            .SetProperty(r => r.FinishedAt, (NodaTime.Instant?)null).SetProperty(r => r.Reason, (string?)null).SetProperty(r => r.Error, (string?)null)
            .SetProperty(r => r.CancelRequested, false), ct) == 1;
    }

    private async Task<bool> SendAgainAsync(RunRow run, CancellationToken ct)
    {
        var now = clock.Now;
        var changed = await Same(run).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Delivering).SetProperty(r => r.Trigger, RunTrigger.Retry)
            .SetProperty(r => r.Attempt, run.Attempt + 1).SetProperty(r => r.FinishedAt, (NodaTime.Instant?)null).SetProperty(r => r.Reason, (string?)null)
            .SetProperty(r => r.Error, (string?)null).SetProperty(r => r.CancelRequested, false), ct);
        if (changed != 1) return false;
        await RetryDelivery.Reopen(Lost(run), now, ct);
        return true;
    }

    /// <summary>What was sent and did not get there; what was kept back is not a retry's to send.</summary>
    private IQueryable<DeliveryRow> Lost(RunRow run) => db.Deliveries.Where(d => d.WorkspaceId == run.WorkspaceId && d.RunId == run.Id && d.Hold == null
        && (d.Status == DeliveryState.Failed || d.Status == DeliveryState.Unknown));

    private IQueryable<RunRow> Same(RunRow run) =>
        db.Runs.Where(r => r.WorkspaceId == run.WorkspaceId && r.Id == run.Id && r.Status == run.Status && r.Attempt == run.Attempt);
}

/// <summary>Rouses this process's workers: there are runs or deliveries of a workspace to look for.</summary>
internal delegate void WorkBell(WorkspaceId workspace);
