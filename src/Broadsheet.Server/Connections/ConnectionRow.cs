using Broadsheet.Core.Connections;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Connections;

internal sealed class ConnectionRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required ConnectionId Id { get; init; }

    /// <summary>What destinations may call it.</summary>
    public required string Name { get; set; }

    /// <summary>The channel: email, slack, s3.</summary>
    public required string Type { get; init; }
    public required string SettingsJson { get; set; }

    /// <summary>A protected JSON object of the secret settings; null where there are none.</summary>
    public string? Secrets { get; set; }

    /// <summary>Used by destinations of its type that name none. At most one of a type.</summary>
    public bool IsDefault { get; set; }
    public int Version { get; set; } = 1;
    public required Instant CreatedAt { get; init; }
    public required Instant UpdatedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<ConnectionRow>(e =>
    {
        e.ToTable("connections").HasKey(r => new { r.WorkspaceId, r.Id });
        e.Property(r => r.Version).IsConcurrencyToken();
    });
}
