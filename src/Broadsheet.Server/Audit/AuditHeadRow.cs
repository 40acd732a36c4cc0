using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Audit;

/// <summary>The two ends of a workspace's chain. Its lock is what puts writers in line.</summary>
internal sealed class AuditHeadRow
{
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The entry before the first that is kept; 0 while none was removed.</summary>
    public required long BaseNumber { get; set; }
    public required byte[] BaseHash { get; set; }

    /// <summary>The last entry.</summary>
    public required long Number { get; set; }
    public required byte[] Hash { get; set; }

    /// <summary>Over all of the above, with a key that is not in the table.</summary>
    public required string Seal { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<AuditHeadRow>(e => e.ToTable("audit_heads").HasKey(r => r.WorkspaceId));
}
