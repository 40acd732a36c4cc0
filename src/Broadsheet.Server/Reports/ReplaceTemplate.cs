using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Reports;

/// <summary>Saves a new version of a report. Refused while a schedule's filters would no longer fit it.</summary>
internal sealed class ReplaceTemplate(AppDb db, Clock clock, CheckTemplate check, ReportLibrary library, AuditLog audit)
{
    /// <param name="ifMatch">The If-Match header; null where none was sent.</param>
    public async Task<Result<TemplateWire>> RunAsync(Actor actor, TemplateId id, Result<TemplateBody> body, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } hidden) return hidden;
        if (await FindAsync(actor, id, ct) is not { } row) return new Problem.NotFound("report");
        if (actor.Refuse(Permission.WriteReports) is { } refused) return refused;
        if (library.FileOf(row) is { } file) return KeptIn(file);
        return ETags.Matches(ifMatch, row.Version) ? await ReplaceAsync(actor, row, body, ct) : new Problem.Stale("report");
    }

    /// <summary>The same for the file that the report is kept in, or is from now on.</summary>
    public async Task<Result<TemplateWire>> FromFileAsync(Actor actor, TemplateId id, Result<TemplateBody> body, CancellationToken ct)
    {
        if (actor.Refuse(Permission.WriteReports) is { } refused) return refused;
        return await FindAsync(actor, id, ct) is { } row ? await ReplaceAsync(actor, row, body, ct) : new Problem.NotFound("report");
    }

    public static Problem.Conflict KeptIn(string file) =>
        new("kept-in-file", $"This report is kept in “{file}” of the server's reports folder. Change that file: the report follows within seconds. Once the file is gone, the report can be changed here.");

    private Task<TemplateRow?> FindAsync(Actor actor, TemplateId id, CancellationToken ct) =>
        db.Templates.AsTracking().SingleOrDefaultAsync(t => t.WorkspaceId == actor.Workspace && t.Id == id, ct);

    private async Task<Result<TemplateWire>> ReplaceAsync(Actor actor, TemplateRow row, Result<TemplateBody> body, CancellationToken ct)
    {
        var document = await check.RunAsync(actor, body, ct);
        if (!document.IsOk) return document.Problem;
        if (await MisfitsAsync(actor, row.Id, document.Value, ct) is { } misfits) return misfits;
        if (row.Text == document.Value.Text) return TemplateWire.Of(library.Known(row), withText: true);
        return await SaveAsync(actor, row, document.Value, ct);
    }

    private async Task<Result<TemplateWire>> SaveAsync(Actor actor, TemplateRow row, ReportDocument document, CancellationToken ct)
    {
        var before = new JsonObject { ["version"] = row.Version, ["text"] = row.Text };
        (row.Text, row.Title, row.ReportType, row.UpdatedAt) = (document.Text, document.Title, document.ReportType, clock.Now);
        row.Version++;
        db.TemplateVersions.Add(CreateTemplate.VersionOf(row, actor.Person, row.UpdatedAt));
        audit.Add(actor, "template.updated", "template", row.Id, row.ReportType, before, new JsonObject { ["version"] = row.Version, ["text"] = row.Text });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Problem.Stale("report");
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            db.ChangeTracker.Clear();
            return await db.TemplateVersions.AnyAsync(v => v.WorkspaceId == row.WorkspaceId && v.TemplateId == row.Id && v.Version == row.Version, ct)
                ? new Problem.Stale("report") : CreateTemplate.Taken(row.ReportType);
        }

        return TemplateWire.Of(library.Known(row), withText: true);
    }

    private async Task<Problem?> MisfitsAsync(Actor actor, TemplateId id, ReportDocument document, CancellationToken ct)
    {
        var schedules = await db.Schedules.Where(s => s.WorkspaceId == actor.Workspace && s.TemplateId == id).Select(s => new { s.Name, s.FiltersJson }).ToListAsync(ct);
        var misfits = schedules.Where(s => !Filters.Check(document.Parameters, Wire.Object(s.FiltersJson)).IsOk).Select(s => s.Name).ToList();
        return misfits.Count == 0 ? null : new Problem.Conflict("schedules-would-break",
            $"The filters of these schedules would no longer fit the report's parameters: {string.Join(", ", misfits.Take(10))}. Change or delete them first, or keep the parameters.");
    }
}
