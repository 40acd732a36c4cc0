using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Http;

/// <summary>The answer a POST with an Idempotency-Key got, kept 24 hours. No status yet: it is being worked on.</summary>
internal sealed class IdempotencyRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required PersonId PersonId { get; init; }
    public required string Key { get; init; }

    /// <summary>Of method, path and body.</summary>
    public required byte[] RequestSha256 { get; init; }
    public int? Status { get; set; }
    public string? HeadersJson { get; set; }
    public byte[]? Body { get; set; }
    public required Instant CreatedAt { get; set; }

    public static void Map(ModelBuilder model) =>
        model.Entity<IdempotencyRow>(e => e.ToTable("idempotency_keys").HasKey(r => new { r.WorkspaceId, r.PersonId, r.Key }));
}
