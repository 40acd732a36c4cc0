using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Reports;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Reports;

/// <summary>One report, and all of them.</summary>
internal sealed class ReadTemplates(AppDb db, ReportLibrary library)
{
    public async Task<Result<TemplateWire>> OneAsync(Actor actor, TemplateId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var row = await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.WorkspaceId == actor.Workspace && t.Id == id, ct);
        return row is null ? new Problem.NotFound("report") : TemplateWire.Of(library.Known(row), withText: true);
    }

    /// <param name="q">Part of the title or report_type, in any case; null for all.</param>
    public async Task<Result<Page<TemplateWire>>> ListAsync(Actor actor, PageQuery page, string? q, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var read = page.Read();
        if (!read.IsOk) return read.Problem;
        var before = new TemplateId(read.Value.Before);
        var rows = db.Templates.AsNoTracking().Where(t => t.WorkspaceId == actor.Workspace && t.Id < before);
        if (q is { Length: > 0 }) rows = rows.Where(t => t.Title.ToLower().Contains(q.ToLower()) || t.ReportType.Contains(q.ToLower()));
        var found = await rows.OrderByDescending(t => t.Id).Take(read.Value.Limit + 1).ToListAsync(ct);
        return Page<TemplateWire>.Of(found, read.Value.Limit, r => r.Id.Value, r => TemplateWire.Of(library.Known(r), withText: false));
    }
}
