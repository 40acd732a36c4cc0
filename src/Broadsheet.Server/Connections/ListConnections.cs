using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Connections;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Connections;

/// <summary>The workspace's connections and the kinds there are, without a secret.</summary>
internal sealed class ListConnections(AppDb db, ConnectionTypes types, ConnectionSecrets secrets)
{
    public async Task<Result<Page<ConnectionWire>>> RunAsync(Actor actor, PageQuery page, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var asked = page.Read();
        if (!asked.IsOk) return asked.Problem;
        var (limit, before) = (asked.Value.Limit, new ConnectionId(asked.Value.Before));
        var rows = await db.Connections.AsNoTracking().Where(c => c.WorkspaceId == actor.Workspace)
            .Where(c => c.Id < before).OrderByDescending(c => c.Id).Take(limit + 1).ToListAsync(ct);
        return Page<ConnectionWire>.Of(rows, limit, c => c.Id.Value, c => secrets.Show(types.Find(c.Type)?.Connection, c));
    }

    public async Task<Result<ConnectionWire>> FindAsync(Actor actor, ConnectionId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var row = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.WorkspaceId == actor.Workspace && c.Id == id, ct);
        return row is null ? new Problem.NotFound("connection") : secrets.Show(types.Find(row.Type)?.Connection, row);
    }

    public Result<IReadOnlyList<ConnectionTypeWire>> Types(Actor actor) =>
        actor.Refuse(Permission.See) is { } refused ? refused : Result<IReadOnlyList<ConnectionTypeWire>>.Ok([.. types.All.Select(ConnectionTypeWire.Of)]);
}
