using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>A key <c>bsk_&lt;public id&gt;_&lt;secret&gt;</c>. Only the secret's SHA-256 is kept.</summary>
internal sealed class ApiKeyRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required ApiKeyId Id { get; init; }
    public required string PublicId { get; init; }
    public required byte[] SecretSha256 { get; init; }
    public required string Name { get; set; }
    public required Role Role { get; init; }

    /// <summary>On whose behalf it acts.</summary>
    public required PersonId PersonId { get; init; }
    public required Instant CreatedAt { get; init; }
    public Instant? ExpiresAt { get; init; }
    public Instant? LastUsedAt { get; set; }
    public Instant? RevokedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<ApiKeyRow>(e => e.ToTable("api_keys").HasKey(r => new { r.WorkspaceId, r.Id }));
}
