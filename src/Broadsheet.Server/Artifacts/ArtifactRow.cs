using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Artifacts;

/// <summary>A file a run made. The row exists only once all its bytes are in the store.</summary>
internal sealed class ArtifactRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required ArtifactId Id { get; init; }
    public required RunId RunId { get; init; }

    /// <summary>Under which id the store has its bytes, where runs share them; null for its own.</summary>
    public ArtifactId? Content { get; init; }

    /// <summary>Under which id the store has its bytes.</summary>
    public ArtifactId BytesId => Content ?? Id;
    public required string Format { get; init; }
    public required string FileName { get; init; }
    public required string MediaType { get; init; }
    public required long Bytes { get; init; }
    public required long Rows { get; init; }

    /// <summary>Lower-case hex.</summary>
    public required string Sha256 { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Instant ExpiresAt { get; init; }

    public static void Map(ModelBuilder model) =>
        model.Entity<ArtifactRow>(e =>
        {
            e.ToTable("artifacts").HasKey(r => new { r.WorkspaceId, r.Id });
            e.Ignore(r => r.BytesId);
        });
}
