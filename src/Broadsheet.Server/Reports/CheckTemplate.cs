using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Reports;

/// <summary>Reads a report document as somebody sent it: errors with line and column, sources that exist.</summary>
internal sealed class CheckTemplate(AppDb db, IDocumentReader reader)
{
    public const int MaxLength = 512 * 1024;

    public async Task<Result<ReportDocument>> RunAsync(Actor actor, Result<TemplateBody> body, CancellationToken ct)
    {
        if (!body.IsOk) return body.Problem;
        var text = body.Value.Text;
        if (text.Length > MaxLength) return new Problem.Invalid("text", "too-long", $"A report document has at most {MaxLength} characters.");
        var read = reader.Read(text);
        if (!read.IsOk) return read.Problem is Problem.Invalid invalid ? new Problem.Invalid([.. invalid.Errors.Select(e => e.Under("text"))]) : read.Problem;
        var known = await db.DataSources.Where(s => s.WorkspaceId == actor.Workspace).Select(s => s.Name).ToListAsync(ct);
        var missing = read.Value.Sources.Where(s => !known.Contains(s)).ToList();
        if (missing.Count == 0) return read;
        return new Problem.Invalid([.. missing.Select(m => new FieldError("text", "unknown-source",
            $"There is no data source “{m}” in this workspace. Add it under /api/v1/data-sources, or name one of: {string.Join(", ", known)}.", null, Nearest.To(m, known)))]);
    }
}
