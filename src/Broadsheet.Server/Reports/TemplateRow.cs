using Broadsheet.Core.Access;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Reports;

/// <summary>A report template at its newest version; the older texts are in <see cref="TemplateVersionRow"/>.</summary>
internal sealed class TemplateRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required TemplateId Id { get; init; }
    public required string ReportType { get; set; }
    public required string Title { get; set; }
    public required string Text { get; set; }

    /// <summary>From 1; a run names the one it used.</summary>
    public int Version { get; set; } = 1;
    public required PersonId CreatedBy { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Instant UpdatedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<TemplateRow>(e =>
    {
        e.ToTable("report_templates").HasKey(r => new { r.WorkspaceId, r.Id });
        e.Property(r => r.Version).IsConcurrencyToken();
    });
}
