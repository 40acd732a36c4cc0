using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Workspaces;

/// <summary>What a workspace may use of the workers. No row, or a null: no limit. A run over a limit waits; it is not dropped.</summary>
internal sealed class WorkspaceLimitsRow
{
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Runs started within any sixty minutes; at least 1.</summary>
    public int? RunsPerHour { get; set; }

    /// <summary>Runs being made at one time, on all nodes together; at least 1.</summary>
    public int? ConcurrentRuns { get; set; }

    public required Instant UpdatedAt { get; set; }

    public static void Map(ModelBuilder model) =>
        model.Entity<WorkspaceLimitsRow>(e => e.ToTable("workspace_limits").HasKey(r => r.WorkspaceId));
}
