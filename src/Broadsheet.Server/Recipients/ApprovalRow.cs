using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Recipients;

/// <summary>A recipient outside of the allowed domains.</summary>
internal sealed class ApprovalRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required Guid Id { get; init; }
    public required string Address { get; init; }

    /// <summary>The address as it is compared.</summary>
    public required string AddressKey { get; init; }
    public required ApprovalState Status { get; set; }

    /// <summary>Who first wanted to send there; null for a run.</summary>
    public PersonId? AskedBy { get; init; }

    /// <summary>The name of the schedule that first wanted to.</summary>
    public required string AskedFor { get; init; }
    public required Instant AskedAt { get; init; }
    public PersonId? DecidedBy { get; set; }
    public Instant? DecidedAt { get; set; }

    public static void Map(ModelBuilder model) =>
        model.Entity<ApprovalRow>(e => e.ToTable("recipient_approvals").HasKey(r => new { r.WorkspaceId, r.Id }));
}
