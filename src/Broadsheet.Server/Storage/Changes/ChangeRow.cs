using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Storage.Changes;

/// <summary>Something that changed. Rows are written by triggers and read by <see cref="ChangeLog"/>.</summary>
internal sealed class ChangeRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required long TransactionId { get; init; }
    public required long Seq { get; init; }
    public required Instant At { get; init; }

    /// <summary>run, delivery, schedule or notification; many for a statement that changed a lot of them.</summary>
    public required string Type { get; init; }
    public required Guid ObjectId { get; init; }

    /// <summary>A run's schedule, a delivery's or a notification's run.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>Who alone may know; null for everybody of the workspace.</summary>
    public PersonId? PersonId { get; init; }
    public string? Status { get; init; }

    public static void Map(ModelBuilder model) =>
        model.Entity<ChangeRow>(e => e.ToTable("changes").HasKey(r => new { r.WorkspaceId, r.TransactionId, r.Seq }));
}
