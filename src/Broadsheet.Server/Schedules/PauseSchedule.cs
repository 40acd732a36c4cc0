using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Notifications;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>
/// Pauses and resumes. Once pausing is acknowledged nothing later starts: its waiting runs are cancelled in the same transaction.
/// Resuming starts from now; what came meanwhile is not made up for.
/// </summary>
internal sealed class PauseSchedule(AppDb db, Clock clock, Recurrences recurrences, ReadSchedule read, AuditLog audit, TellOfSchedule tell, ScheduleBell bell)
{
    public Task<Result<ScheduleWire>> PauseAsync(Actor actor, ScheduleId id, CancellationToken ct) => SetAsync(actor, id, false, ct);

    public Task<Result<ScheduleWire>> ResumeAsync(Actor actor, ScheduleId id, CancellationToken ct) => SetAsync(actor, id, true, ct);

    private async Task<Result<ScheduleWire>> SetAsync(Actor actor, ScheduleId id, bool enabled, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } hidden) return hidden;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var row = await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.WorkspaceId == actor.Workspace && s.Id == id, ct);
            if (row is null) return new Problem.NotFound("schedule");
            if (ScheduleView.Refuse(actor, row) is { } refused) return refused;
            var now = clock.Now;
            var next = enabled ? await NextAsync(actor, row, now, ct) : row.NextRunAt;
            var changed = await db.Schedules.Where(s => s.WorkspaceId == actor.Workspace && s.Id == id && s.Enabled != enabled)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.Enabled, enabled).SetProperty(r => r.NextRunAt, next).SetProperty(r => r.UpdatedAt, now)
                    .SetProperty(r => r.PausedReason, (string?)null).SetProperty(r => r.FailuresInARow, 0)
                    .SetProperty(r => r.FailingSince, r => enabled ? null : r.FailingSince).SetProperty(r => r.Version, r => r.Version + 1), ct);
            if (changed == 1)
            {
                if (!enabled)
                {
                    await CancelWaitingAsync(actor, id, now, ct);
                    await tell.PausedAsync(row, actor, $"{actor.Name} paused it.", ct);
                }

                audit.Add(actor, enabled ? "schedule.resumed" : "schedule.paused", "schedule", id, row.Name);
                await db.SaveChangesAsync(ct);
            }

            await transaction.CommitAsync(ct);
        }

        await bell.RingAsync(ct);
        return await read.RunAsync(actor, id, ct);
    }

    private async Task<Instant> NextAsync(Actor actor, ScheduleRow row, Instant now, CancellationToken ct) =>
        recurrences.Stored(row.ScheduleType, row.ScheduleConfigJson, await recurrences.CalendarsAsync(actor.Workspace, ct)).Next(now) ?? ScheduleRow.Never;

    private Task<int> CancelWaitingAsync(Actor actor, ScheduleId id, Instant now, CancellationToken ct) =>
        db.Runs.Where(r => r.WorkspaceId == actor.Workspace && r.ScheduleId == id && r.Status == RunState.Queued && r.Slot != null)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Cancelled).SetProperty(r => r.FinishedAt, now)
                .SetProperty(r => r.Reason, "The schedule was paused before this run started."), ct);
}
