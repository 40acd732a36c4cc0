using System.Text.Json.Nodes;
using Broadsheet.Core.Access;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Schedules;

/// <summary>Tells the schedule how its run ended, and pauses one that fails again and again: in the transaction that ends the run.</summary>
internal sealed class RecordOutcome(AppDb db, Clock clock, AuditLog audit)
{
    public async Task RunAsync(RunRow run, RunState state, string? error, CancellationToken ct)
    {
        Meters.Runs.Add(1, new KeyValuePair<string, object?>("status", Word<RunState>.Of(state)));
        if (run.ScheduleId is not { } id || run.Trigger == RunTrigger.Test) return;
        var failed = state is RunState.Failed;
        var schedule = db.Schedules.Where(s => s.WorkspaceId == run.WorkspaceId && s.Id == id);
        await new RunEnds(db).TellAsync([(run.WorkspaceId, id, state)], ct);
        if (!failed) return;
        var row = await schedule.AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null || PolicyWire.Stored(row.PolicyJson).PauseAfterFailures is not (> 0 and var most) || row.FailuresInARow < most) return;
        await PauseAsync(row, $"Paused after {row.FailuresInARow} failed runs in a row. The last one said: {error}", ct);
    }

    private async Task PauseAsync(ScheduleRow row, string reason, CancellationToken ct)
    {
        var now = clock.Now;
        var paused = await db.Schedules.Where(s => s.WorkspaceId == row.WorkspaceId && s.Id == row.Id && s.Enabled && s.Version == row.Version)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Enabled, false).SetProperty(r => r.PausedReason, reason)
                .SetProperty(r => r.UpdatedAt, now).SetProperty(r => r.Version, r => r.Version + 1), ct);
        if (paused != 1) return;
        var worker = new Actor(row.WorkspaceId, row.OwnerId, "worker", Role.Worker, "worker");
        audit.Add(worker, "schedule.paused", "schedule", row.Id, row.Name, null, new JsonObject { ["reason"] = reason });
        await db.SaveChangesAsync(ct);
    }
}
