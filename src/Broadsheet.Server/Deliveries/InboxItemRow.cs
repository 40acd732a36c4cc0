using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Deliveries;

/// <summary>A report in somebody's inbox in the app.</summary>
internal sealed class InboxItemRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required Guid Id { get; init; }
    public required PersonId PersonId { get; init; }
    public required RunId RunId { get; init; }
    public required DeliveryId DeliveryId { get; init; }
    public required string Subject { get; init; }
    public required string Text { get; init; }
    public required Instant CreatedAt { get; init; }
    public Instant? ReadAt { get; set; }

    public static void Map(ModelBuilder model) =>
        model.Entity<InboxItemRow>(e => e.ToTable("inbox_items").HasKey(r => new { r.WorkspaceId, r.Id }));
}
