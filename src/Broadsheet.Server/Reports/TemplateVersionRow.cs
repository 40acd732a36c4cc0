using Broadsheet.Core.Access;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Reports;

/// <summary>One version of a template's text; never changed.</summary>
internal sealed class TemplateVersionRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required TemplateId TemplateId { get; init; }
    public required int Version { get; init; }
    public required string Text { get; init; }
    public required PersonId CreatedBy { get; init; }
    public required Instant CreatedAt { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<TemplateVersionRow>(e =>
        e.ToTable("report_template_versions").HasKey(r => new { r.WorkspaceId, r.TemplateId, r.Version }));
}
