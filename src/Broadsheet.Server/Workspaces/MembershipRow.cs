using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Workspaces;

internal sealed class MembershipRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required PersonId PersonId { get; init; }
    public required Role Role { get; set; }
    public required Instant CreatedAt { get; init; }

    public static void Map(ModelBuilder model) =>
        model.Entity<MembershipRow>(e => e.ToTable("memberships").HasKey(r => new { r.WorkspaceId, r.PersonId }));
}
