using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Reports;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Reports;

/// <summary>Removes a report that no schedule uses. Its past runs stay readable.</summary>
internal sealed class DeleteTemplate(AppDb db, AuditLog audit, ReportLibrary library)
{
    /// <param name="ifMatch">The If-Match header; null where none was sent.</param>
    public async Task<Result<Done>> RunAsync(Actor actor, TemplateId id, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } hidden) return hidden;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var row = await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.WorkspaceId == actor.Workspace && t.Id == id, ct);
        if (row is null) return new Problem.NotFound("report");
        if (actor.Refuse(Permission.WriteReports) is { } refused) return refused;
        if (library.FileOf(row) is { } file) return ReplaceTemplate.KeptIn(file);
        if (!ETags.Matches(ifMatch, row.Version)) return new Problem.Stale("report");
        var users = await db.Schedules.Where(s => s.WorkspaceId == actor.Workspace && s.TemplateId == id).OrderBy(s => s.Name).Select(s => s.Name).Take(11).ToListAsync(ct);
        if (users.Count > 0) return InUse(users);
        try
        {
            await db.Templates.Where(t => t.WorkspaceId == actor.Workspace && t.Id == id).ExecuteDeleteAsync(ct);
        }
        catch (Exception e) when (db.Dialect.IsReferenceViolation(e))
        {
            return InUse(["one made just now"]);
        }

        await db.TemplateVersions.Where(v => v.WorkspaceId == actor.Workspace && v.TemplateId == id).ExecuteDeleteAsync(ct);
        audit.Add(actor, "template.deleted", "template", id, row.ReportType, new JsonObject { ["text"] = row.Text });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return default(Done);
    }

    private static Problem.Conflict InUse(List<string> users) =>
        new("in-use", $"These schedules send this report: {string.Join(", ", users.Take(10))}{(users.Count > 10 ? " and more" : "")}. Delete them, or give them another report, first.");
}
