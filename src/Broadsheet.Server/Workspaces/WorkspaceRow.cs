using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Workspaces;

internal sealed class WorkspaceRow
{
    public required WorkspaceId Id { get; init; }
    public required string Slug { get; set; }
    public required string Name { get; set; }

    /// <summary>IANA zone used where a schedule or report names none.</summary>
    public required string Timezone { get; set; }

    /// <summary>First day of the week, ISO: 1 Monday .. 7 Sunday.</summary>
    public required short WeekStart { get; set; }

    /// <summary>This and the next seven: null is no limit, or for ever.</summary>
    public int? MaxSchedules { get; set; }

    /// <summary>Counted by when they started.</summary>
    public int? MaxRunsPerHour { get; set; }

    /// <summary>Being made at one time, on all nodes together.</summary>
    public int? MaxConcurrentRuns { get; set; }
    public long? MaxStorageBytes { get; set; }

    /// <summary>Between two slots of a schedule.</summary>
    public int? MinIntervalSeconds { get; set; }
    public int? KeepRunsDays { get; set; }

    /// <summary>Null is 30.</summary>
    public int? KeepFilesDays { get; set; }
    public int? KeepAuditDays { get; set; }
    public int Version { get; set; } = 1;
    public required Instant CreatedAt { get; init; }
    public required Instant UpdatedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<WorkspaceRow>(e =>
    {
        e.ToTable("workspaces").HasKey(r => r.Id);
        e.Property(r => r.Version).IsConcurrencyToken();
    });
}
