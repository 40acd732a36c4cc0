using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Calendars;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Calendars;

/// <summary>Removes a calendar that no schedule excludes.</summary>
internal sealed class DeleteCalendar(AppDb db, AuditLog audit)
{
    /// <param name="ifMatch">The If-Match header; null where none was sent.</param>
    public async Task<Result<Done>> RunAsync(Actor actor, CalendarId id, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } hidden) return hidden;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var row = await db.Calendars.AsNoTracking().SingleOrDefaultAsync(c => c.WorkspaceId == actor.Workspace && c.Id == id, ct);
        if (row is null) return new Problem.NotFound("calendar");
        if (actor.Refuse(Permission.ManageSources) is { } refused) return refused;
        if (!ETags.Matches(ifMatch, row.Version)) return new Problem.Stale("calendar");
        var users = (await db.Schedules.Where(s => s.WorkspaceId == actor.Workspace).Select(s => new { s.Name, s.ScheduleConfigJson }).ToListAsync(ct))
            .Where(s => s.ScheduleConfigJson.Contains(id.ToString(), StringComparison.OrdinalIgnoreCase)).Select(s => s.Name).Take(10).ToList();
        if (users.Count > 0) return new Problem.Conflict("in-use", $"These schedules leave its days out: {string.Join(", ", users)}. Take it out of their “exclude” first.");
        await db.Calendars.Where(c => c.WorkspaceId == actor.Workspace && c.Id == id).ExecuteDeleteAsync(ct);
        audit.Add(actor, "calendar.deleted", "calendar", id, row.Name, new JsonObject { ["dates"] = JsonNode.Parse(row.DatesJson) });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return default(Done);
    }
}
