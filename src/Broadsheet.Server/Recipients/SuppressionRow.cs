using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Recipients;

/// <summary>A recipient who wants nothing.</summary>
internal sealed class SuppressionRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required Guid Id { get; init; }
    public required string Address { get; init; }

    /// <summary>The address as it is compared.</summary>
    public required string AddressKey { get; init; }

    /// <summary>Of which schedule; null for all of the workspace.</summary>
    public ScheduleId? ScheduleId { get; init; }

    /// <summary>Until when; null for good.</summary>
    public Instant? Until { get; init; }
    public required Instant CreatedAt { get; init; }

    public static void Map(ModelBuilder model) =>
        model.Entity<SuppressionRow>(e => e.ToTable("suppressions").HasKey(r => new { r.WorkspaceId, r.Id }));
}
