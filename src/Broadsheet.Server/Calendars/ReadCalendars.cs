using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Calendars;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Calendars;

/// <summary>One calendar, and all of them.</summary>
internal sealed class ReadCalendars(AppDb db)
{
    public async Task<Result<CalendarWire>> OneAsync(Actor actor, CalendarId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var row = await db.Calendars.AsNoTracking().SingleOrDefaultAsync(c => c.WorkspaceId == actor.Workspace && c.Id == id, ct);
        return row is null ? new Problem.NotFound("calendar") : CalendarWire.Of(row);
    }

    public async Task<Result<Page<CalendarWire>>> ListAsync(Actor actor, PageQuery page, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var read = page.Read();
        if (!read.IsOk) return read.Problem;
        var before = new CalendarId(read.Value.Before);
        var rows = await db.Calendars.AsNoTracking().Where(c => c.WorkspaceId == actor.Workspace && c.Id < before)
            .OrderByDescending(c => c.Id).Take(read.Value.Limit + 1).ToListAsync(ct);
        return Page<CalendarWire>.Of(rows, read.Value.Limit, r => r.Id.Value, CalendarWire.Of);
    }
}
