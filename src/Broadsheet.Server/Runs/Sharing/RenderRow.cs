using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Http;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Runs.Sharing;

/// <summary>A render that runs on several nodes share: while it is made, the claim of the node that makes it; then what was made.</summary>
internal sealed class RenderRow
{
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The hash of a <see cref="RenderKey"/>.</summary>
    public required string Key { get; init; }

    /// <summary>Who makes it: its lease is the claim's.</summary>
    public required Guid Node { get; set; }

    /// <summary>Null while it is made.</summary>
    public string? ResultJson { get; set; }

    /// <summary>Later runs make their own.</summary>
    public required Instant UsableUntil { get; set; }

    /// <summary>Long after that, so that whoever took it has kept what it made.</summary>
    public required Instant ExpiresAt { get; set; }

    /// <summary>Under which ids the store has the files.</summary>
    public IReadOnlyList<ArtifactId> Contents => ResultJson is null ? []
        : [.. Wire.Object(ResultJson)["files"]!.AsArray().Select(f => new ArtifactId(Guid.Parse(f!["content"]!.GetValue<string>())))];

    public static void Map(ModelBuilder model) => model.Entity<RenderRow>(e =>
    {
        e.ToTable("renders").HasKey(r => new { r.WorkspaceId, r.Key });
        e.Ignore(r => r.Contents);
    });
}
