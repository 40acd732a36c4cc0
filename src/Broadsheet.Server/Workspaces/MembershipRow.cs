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

    /// <summary>Since when the person is shut out of the workspace.</summary>
    public Instant? DisabledAt { get; set; }

    /// <summary>The role comes from the sign-in provider and follows it.</summary>
    public bool ByProvider { get; set; }

    public static void Map(ModelBuilder model) =>
        model.Entity<MembershipRow>(e => e.ToTable("memberships").HasKey(r => new { r.WorkspaceId, r.PersonId }));
}
