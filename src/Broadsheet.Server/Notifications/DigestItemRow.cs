using Broadsheet.Core.Access;
using Broadsheet.Core.Notifications;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Notifications;

/// <summary>A message that waits to be told with others.</summary>
internal sealed class DigestItemRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required Guid Id { get; init; }
    public required PersonId PersonId { get; init; }
    public required NoticeChannel Channel { get; init; }
    public required NoticeEvent Event { get; init; }
    public required string Subject { get; init; }
    public required string Text { get; init; }
    public required string Link { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Instant DueAt { get; init; }

    public static void Map(ModelBuilder model) =>
        model.Entity<DigestItemRow>(e => e.ToTable("digest_items").HasKey(r => new { r.WorkspaceId, r.Id }));
}
