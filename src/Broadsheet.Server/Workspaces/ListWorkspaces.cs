using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Workspaces;

/// <summary>An operator sees every workspace, a person those they are in, a key its own.</summary>
internal sealed class ListWorkspaces(AppDb db)
{
    public async Task<Result<Page<WorkspaceWire>>> RunAsync(Actor actor, PageQuery page, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var asked = page.Read();
        if (!asked.IsOk) return asked.Problem;
        var (limit, before) = (asked.Value.Limit, new WorkspaceId(asked.Value.Before));
        var rows = await Visible(db, actor).AsNoTracking().Where(w => w.Id < before).OrderByDescending(w => w.Id).Take(limit + 1).ToListAsync(ct);
        return Page<WorkspaceWire>.Of(rows, limit, w => w.Id.Value, WorkspaceWire.Of);
    }

    public async Task<Result<WorkspaceWire>> FindAsync(Actor actor, WorkspaceId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var row = await Visible(db, actor).AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct);
        return row is null ? new Problem.NotFound("workspace") : WorkspaceWire.Of(row);
    }

    public static IQueryable<WorkspaceRow> Visible(AppDb db, Actor actor)
    {
        if (actor.IsOperator) return db.Workspaces;
        if (actor.Key is not null) return db.Workspaces.Where(w => w.Id == actor.Workspace);
        return db.Workspaces.Where(w => db.Memberships.Any(m => m.WorkspaceId == w.Id && m.PersonId == actor.Person && m.DisabledAt == null));
    }
}
