using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Reports.Folder;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Reports;

/// <summary>Finds report templates and reads their documents.</summary>
internal sealed class ReportLibrary(AppDb db, IDocumentReader reader, DocumentCache cache, ReportFolders folders)
{
    public async Task<Result<KnownReport>> FindAsync(WorkspaceId workspace, string reportType, CancellationToken ct)
    {
        var row = await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.WorkspaceId == workspace && t.ReportType == reportType, ct);
        if (row is not null) return Known(row);
        var types = await db.Templates.Where(t => t.WorkspaceId == workspace).Select(t => t.ReportType).Take(500).ToListAsync(ct);
        return new Problem.Invalid("report_type", "unknown-report", "There is no such report in this workspace." +
            (types.Count > 0 ? $" There are: {string.Join(", ", types.Order().Take(20))}." : " Add one under /api/v1/reports/templates."), Nearest.To(reportType, types));
    }

    /// <param name="reportType">Where the caller gave both, they must agree.</param>
    public async Task<Result<KnownReport>> FindAsync(WorkspaceId workspace, TemplateId id, string? reportType, CancellationToken ct)
    {
        var row = await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.WorkspaceId == workspace && t.Id == id, ct);
        if (row is null) return new Problem.Invalid("template_id", "unknown-report", "There is no report with this id in this workspace.");
        if (reportType is not null && reportType != row.ReportType)
            return new Problem.Invalid("report_type", "contradiction", $"“template_id” names the report “{row.ReportType}”; leave one of the two out.", row.ReportType);
        return Known(row);
    }

    /// <summary>A report at one version; null for the newest. Null when it is gone.</summary>
    public async Task<(TemplateRow Row, int Version, ReportDocument Document)?> VersionAsync(WorkspaceId workspace, TemplateId id, int? version, CancellationToken ct)
    {
        var row = await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.WorkspaceId == workspace && t.Id == id, ct);
        if (row is null) return null;
        if (version is null || version == row.Version) return (row, row.Version, Read(row.Id, row.Version, row.Text));
        var text = await db.TemplateVersions.Where(v => v.WorkspaceId == workspace && v.TemplateId == id && v.Version == version).Select(v => v.Text).SingleOrDefaultAsync(ct);
        return text is null ? null : (row, version.Value, Read(id, version.Value, text));
    }

    public KnownReport Known(TemplateRow row) => new(row, Read(row.Id, row.Version, row.Text), FileOf(row));

    /// <summary>The file that a report is kept in; null when it is kept in the store.</summary>
    public string? FileOf(TemplateRow row) => folders.FileOf(row.WorkspaceId, row.Id);

    private ReportDocument Read(TemplateId id, int version, string text)
    {
        if (cache.Find(id, version) is { } known) return known;
        var read = reader.Read(text);
        if (!read.IsOk) throw new InvalidOperationException($"Template {id} version {version} was saved and cannot be read: {read.Problem.Summary}");
        cache.Keep(id, version, read.Value);
        return read.Value;
    }
}
