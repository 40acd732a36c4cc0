using System.Text.Json.Nodes;
using Broadsheet.Core.Access;
using Broadsheet.Core.Notifications;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Notifications;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Schedules;

/// <summary>
/// Tells the schedule how its run ended, and people who want to know; pauses one that fails again and again: in the transaction that
/// ends the run. A streak of failures is told once, and its end once.
/// </summary>
internal sealed class RecordOutcome(AppDb db, Clock clock, AuditLog audit, TellOfRun told, TellOfSchedule tell)
{
    public async Task RunAsync(RunRow run, RunState state, string? error, CancellationToken ct)
    {
        Meters.Runs.Add(1, new KeyValuePair<string, object?>("status", Word<RunState>.Of(state)));
        if (run.ScheduleId is not { } id || run.Trigger == RunTrigger.Test) return;

        // Saving is tried again when the store was gone: what the try before had in mind is not said twice.
        db.ChangeTracker.Clear();
        var failed = state is RunState.Failed;
        var schedule = db.Schedules.Where(s => s.WorkspaceId == run.WorkspaceId && s.Id == id);
        await new RunEnds(db).TellAsync([(run.WorkspaceId, id, state)], ct);
        if (await schedule.AsNoTracking().SingleOrDefaultAsync(ct) is not { } row) return;
        if (await StreakAsync(row, state, ct) is { } happened) await told.RunAsync(happened, run, row, error, ct);
        if (state is RunState.Succeeded) await told.RunAsync(NoticeEvent.Succeeds, run, row, error, ct);
        if (failed && PolicyWire.Stored(row.PolicyJson).PauseAfterFailures is > 0 and var most && row.FailuresInARow >= most)
            await PauseAsync(row, $"Paused after {row.FailuresInARow} failed runs in a row. The last one said: {error}", ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Begins a streak of failures or ends one, whoever comes first; null when it goes on as it was.</summary>
    private async Task<NoticeEvent?> StreakAsync(ScheduleRow row, RunState state, CancellationToken ct)
    {
        var now = clock.Now;
        var schedule = db.Schedules.Where(s => s.WorkspaceId == row.WorkspaceId && s.Id == row.Id);
        if (state is RunState.Failed or RunState.PartiallyFailed)
            return await schedule.Where(s => s.FailingSince == null).ExecuteUpdateAsync(s => s.SetProperty(r => r.FailingSince, now), ct) == 1 ? NoticeEvent.Fails : null;
        if (state is not RunState.Succeeded || row.FailingSince is null) return null;
        return await schedule.Where(s => s.FailingSince != null).ExecuteUpdateAsync(s => s.SetProperty(r => r.FailingSince, (NodaTime.Instant?)null), ct) == 1 ? NoticeEvent.Recovers : null;
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
        await tell.PausedAsync(row, null, reason, ct);
    }
}
