using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>Somebody asked into a workspace who has not come yet. Only the token's SHA-256 is kept.</summary>
internal sealed class InvitationRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required Guid Id { get; init; }
    public required string Email { get; init; }
    public required string EmailKey { get; init; }
    public string? Name { get; init; }
    public required Role Role { get; init; }
    public required byte[] TokenSha256 { get; init; }
    public required PersonId InvitedBy { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Instant ExpiresAt { get; init; }
    public Instant? AcceptedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<InvitationRow>(e => e.ToTable("invitations").HasKey(r => new { r.WorkspaceId, r.Id }));
}
