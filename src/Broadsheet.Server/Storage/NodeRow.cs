using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Storage;

/// <summary>A running process and its lease: what it holds is its own while its heartbeat is younger than the lease, by the database's clock.</summary>
internal sealed class NodeRow
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Version { get; init; }
    public required Instant StartedAt { get; init; }
    public required Instant HeartbeatAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<NodeRow>(e => e.ToTable("nodes").HasKey(r => r.Id));
}
