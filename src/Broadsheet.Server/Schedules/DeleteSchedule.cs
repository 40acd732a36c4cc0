using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Schedules;

/// <summary>Removes a schedule. Runs that wait are cancelled with it; those made stay readable.</summary>
internal sealed class DeleteSchedule(AppDb db, Clock clock, AuditLog audit)
{
    /// <param name="ifMatch">The If-Match header; null where none was sent.</param>
    public async Task<Result<Done>> RunAsync(Actor actor, ScheduleId id, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } hidden) return hidden;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var row = await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.WorkspaceId == actor.Workspace && s.Id == id, ct);
        if (row is null) return new Problem.NotFound("schedule");
        if (ScheduleView.Refuse(actor, row) is { } refused) return refused;
        if (!ETags.Matches(ifMatch, row.Version)) return new Problem.Stale("schedule");
        if (await db.Schedules.Where(s => s.WorkspaceId == actor.Workspace && s.Id == id).ExecuteDeleteAsync(ct) != 1) return new Problem.NotFound("schedule");
        var now = clock.Now;
        await db.Runs.Where(r => r.WorkspaceId == actor.Workspace && r.ScheduleId == id && r.Status == RunState.Queued)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Cancelled).SetProperty(r => r.FinishedAt, now)
                .SetProperty(r => r.Reason, "The schedule was deleted."), ct);
        audit.Add(actor, "schedule.deleted", "schedule", id, row.Name, ScheduleSnapshot.Of(row));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return default(Done);
    }
}
