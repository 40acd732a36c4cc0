using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Schedules;

/// <summary>What was done to one schedule, from the audit log: whoever may see the schedule may see this much of it.</summary>
internal sealed class ReadScheduleChanges(AppDb db)
{
    public async Task<Result<Page<AuditWire>>> RunAsync(Actor actor, ScheduleId id, PageQuery page, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var read = page.Read();
        if (!read.IsOk) return read.Problem;
        if (!await db.Schedules.AnyAsync(s => s.WorkspaceId == actor.Workspace && s.Id == id, ct)) return new Problem.NotFound("schedule");
        var (limit, before, text) = (read.Value.Limit, new Core.Audit.AuditId(read.Value.Before), id.ToString());
        var found = await db.AuditEntries.AsNoTracking()
            .Where(e => e.WorkspaceId == actor.Workspace && e.ObjectType == "schedule" && e.ObjectId == text && e.Id < before)
            .OrderByDescending(e => e.Id).Take(limit + 1).ToListAsync(ct);
        // Where somebody came from stays in the audit log.
        return Page<AuditWire>.Of(found, limit, e => e.Id.Value, e => AuditWire.Of(e) with { Origin = "" });
    }
}
