using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Schedules;

/// <summary>Replaces a schedule's settings. Racing a slot it gives the old run or the new one, never both.</summary>
internal sealed class ReplaceSchedule(AppDb db, Clock clock, CheckSchedule check, ReadSchedule read, AuditLog audit, ScheduleBell bell, ScheduleSaved saved)
{
    private const int Tries = 5;

    /// <param name="ifMatch">The If-Match header; null where none was sent.</param>
    public async Task<Result<ScheduleWire>> RunAsync(Actor actor, ScheduleId id, Result<ScheduleBody> body, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } hidden) return hidden;
        var row = await db.Schedules.AsTracking().SingleOrDefaultAsync(s => s.WorkspaceId == actor.Workspace && s.Id == id, ct);
        if (row is null) return new Problem.NotFound("schedule");
        if (ScheduleView.Refuse(actor, row) is { } refused) return refused;
        if (!ETags.Matches(ifMatch, row.Version)) return new Problem.Stale("schedule");
        if (!body.IsOk) return body.Problem;
        for (var attempt = 1; ; attempt++)
        {
            var valid = await check.RunAsync(actor, body.Value, PlanRun.DestinationsOf(row), ct);
            if (!valid.IsOk) return valid.Problem;
            var before = ScheduleSnapshot.Of(row);
            ScheduleChange.Apply(row, valid.Value, clock.Now);
            row.Version++;
            audit.Add(actor, "schedule.updated", "schedule", row.Id, row.Name, before, ScheduleSnapshot.Of(row));
            try
            {
                await db.SaveChangesAsync(ct);
                break;
            }
            catch (DbUpdateConcurrencyException) when (ifMatch is null && attempt < Tries)
            {
                // Without If-Match the last one wins, over the newest state.
                db.ChangeTracker.Clear();
                row = await db.Schedules.AsTracking().SingleOrDefaultAsync(s => s.WorkspaceId == actor.Workspace && s.Id == id, ct);
                if (row is null) return new Problem.NotFound("schedule");
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Problem.Stale("schedule");
            }
        }

        await saved(actor, row, ct);
        await bell.RingAsync(ct);
        return await read.RunAsync(actor, id, ct);
    }
}
