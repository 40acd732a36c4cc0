using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Artifacts;

/// <summary>A piece of an artifact, where the store of files is the database that the nodes share.</summary>
internal sealed class ArtifactChunkRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required ArtifactId ArtifactId { get; init; }

    /// <summary>From 0, in order.</summary>
    public required int Number { get; init; }
    public required byte[] Bytes { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<ArtifactChunkRow>(e =>
        e.ToTable("artifact_chunks").HasKey(r => new { r.WorkspaceId, r.ArtifactId, r.Number }));
}
