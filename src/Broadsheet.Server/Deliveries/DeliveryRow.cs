using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Deliveries;

/// <summary>A line of the ledger: one run's files, or a message about a schedule, to one recipient over one channel.</summary>
internal sealed class DeliveryRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required DeliveryId Id { get; init; }

    /// <summary>Null for a message about a schedule.</summary>
    public required RunId? RunId { get; init; }
    public required int DestinationIndex { get; init; }
    public required string Type { get; init; }
    public required string Recipient { get; init; }

    /// <summary>The destination as the schedule had it, its secrets protected.</summary>
    public required string DestinationJson { get; init; }

    /// <summary>Subject and text as composed once, so that sending again sends the same.</summary>
    public required string MessageJson { get; init; }
    public required DeliveryState Status { get; set; }

    /// <summary>Why it was kept back; null where it was not.</summary>
    public DeliveryHold? Hold { get; set; }
    public int Attempts { get; set; }
    public required int MaxAttempts { get; set; }

    /// <summary>The node that sends it; with <see cref="Attempts"/> the fencing token.</summary>
    public Guid? Node { get; set; }
    public required Instant NextAttemptAt { get; set; }
    public string? Error { get; set; }
    public string? ProviderId { get; set; }
    public required Instant CreatedAt { get; init; }
    public Instant? SentAt { get; set; }

    public static void Map(ModelBuilder model) =>
        model.Entity<DeliveryRow>(e => e.ToTable("deliveries").HasKey(r => new { r.WorkspaceId, r.Id }));
}
