using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.DataSources;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.DataSources;

/// <summary>Forgets a source and its secrets. One that reports read stays.</summary>
internal sealed class DeleteDataSource(AppDb db, SourceTypes types, SourceParts parts, AuditLog audit)
{
    public async Task<Result<Done>> RunAsync(Actor actor, DataSourceId id, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageSources) is { } refused) return refused;
        var row = await db.DataSources.SingleOrDefaultAsync(s => s.WorkspaceId == actor.Workspace && s.Id == id, ct);
        if (row is null) return new Problem.NotFound("data source");
        if (!ETags.Matches(ifMatch, row.Version)) return new Problem.Stale("data source");
        if (await parts.Uses.RefuseAsync(actor.Workspace, row.Name, "delete", ct) is { } used) return used;
        audit.Add(actor, "data_source.deleted", "data_source", id, row.Name, parts.Secrets.Audited(types.Find(row.Type)?.Settings, row));
        db.DataSources.Remove(row);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Problem.Stale("data source");
        }

        return default(Done);
    }
}
