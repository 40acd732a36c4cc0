using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.DataSources;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.DataSources;

/// <summary>The workspace's data sources and the kinds there are, without a secret.</summary>
internal sealed class ListDataSources(AppDb db, SourceTypes types, SourceSecrets secrets)
{
    public async Task<Result<Page<DataSourceWire>>> RunAsync(Actor actor, PageQuery page, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var asked = page.Read();
        if (!asked.IsOk) return asked.Problem;
        var (limit, before) = (asked.Value.Limit, new DataSourceId(asked.Value.Before));
        var rows = await db.DataSources.AsNoTracking().Where(s => s.WorkspaceId == actor.Workspace)
            .Where(s => s.Id < before).OrderByDescending(s => s.Id).Take(limit + 1).ToListAsync(ct);
        return Page<DataSourceWire>.Of(rows, limit, s => s.Id.Value, s => secrets.Show(types.Find(s.Type)?.Settings, s));
    }

    public async Task<Result<DataSourceWire>> FindAsync(Actor actor, DataSourceId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var row = await db.DataSources.AsNoTracking().SingleOrDefaultAsync(s => s.WorkspaceId == actor.Workspace && s.Id == id, ct);
        return row is null ? new Problem.NotFound("data source") : secrets.Show(types.Find(row.Type)?.Settings, row);
    }

    public Result<IReadOnlyList<SourceTypeWire>> Types(Actor actor) =>
        actor.Refuse(Permission.See) is { } refused ? refused : Result<IReadOnlyList<SourceTypeWire>>.Ok([.. types.All.Select(SourceTypeWire.Of)]);
}
