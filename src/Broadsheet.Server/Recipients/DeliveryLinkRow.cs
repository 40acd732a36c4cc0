using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Deliveries;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Recipients;

/// <summary>Opens the files of one delivery without signing in, until it expires.</summary>
internal sealed class DeliveryLinkRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required Guid Id { get; init; }
    public required byte[] TokenSha256 { get; init; }
    public required DeliveryId DeliveryId { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Instant ExpiresAt { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<DeliveryLinkRow>(e =>
    {
        e.ToTable("delivery_links").HasKey(r => new { r.WorkspaceId, r.Id });

        // Saved after the delivery that it opens.
        e.HasOne<DeliveryRow>().WithMany().HasForeignKey(r => new { r.WorkspaceId, r.DeliveryId });
    });
}
