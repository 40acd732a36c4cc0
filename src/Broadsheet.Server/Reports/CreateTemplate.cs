using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Reports;

/// <summary>Saves a new report.</summary>
internal sealed class CreateTemplate(AppDb db, Clock clock, CheckTemplate check, ReportLibrary library, AuditLog audit)
{
    public async Task<Result<TemplateWire>> RunAsync(Actor actor, Result<TemplateBody> body, CancellationToken ct)
    {
        if (actor.Refuse(Permission.WriteReports) is { } refused) return refused;
        var document = await check.RunAsync(actor, body, ct);
        if (!document.IsOk) return document.Problem;
        var row = Add(db, actor.Workspace, actor.Person, document.Value, new TemplateId(clock.NewId()), clock.Now);
        audit.Add(actor, "template.created", "template", row.Id, row.ReportType, null, new JsonObject { ["text"] = row.Text });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            return Taken(row.ReportType);
        }

        return TemplateWire.Of(library.Known(row), withText: true);
    }

    /// <summary>Adds a template and its first version to the unit of work.</summary>
    public static TemplateRow Add(AppDb db, WorkspaceId workspace, PersonId author, ReportDocument document, TemplateId id, Instant now)
    {
        var row = new TemplateRow
        {
            WorkspaceId = workspace,
            Id = id,
            ReportType = document.ReportType,
            Title = document.Title,
            Text = document.Text,
            CreatedBy = author,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Templates.Add(row);
        db.TemplateVersions.Add(VersionOf(row, author, now));
        return row;
    }

    public static TemplateVersionRow VersionOf(TemplateRow row, PersonId author, Instant now) => new()
    {
        WorkspaceId = row.WorkspaceId, TemplateId = row.Id, Version = row.Version, Text = row.Text, CreatedBy = author, CreatedAt = now,
    };

    public static Problem Taken(string reportType) => new Problem.Invalid("text", "taken", $"There is a report with report_type “{reportType}” already; change it, or give this one another.");
}
