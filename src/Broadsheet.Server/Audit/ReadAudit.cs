using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Audit;

/// <summary>Reads the workspace's log, newest first.</summary>
internal sealed class ReadAudit(AppDb db)
{
    public async Task<Result<Page<AuditWire>>> RunAsync(Actor actor, AuditQuery query, PageQuery page, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ReadAudit) is { } refused) return refused;
        var (asked, rows) = (page.Read(), query.Of(db, actor.Workspace));
        if (!asked.IsOk) return asked.Problem;
        if (!rows.IsOk) return rows.Problem;
        var (limit, before) = (asked.Value.Limit, new AuditId(asked.Value.Before));
        var found = await rows.Value.AsNoTracking().Where(e => e.Id < before).OrderByDescending(e => e.Id).Take(limit + 1).ToListAsync(ct);
        return Page<AuditWire>.Of(found, limit, e => e.Id.Value, AuditWire.Of);
    }
}
