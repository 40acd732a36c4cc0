using System.Text.Json.Nodes;
using Broadsheet.Core.Access;
using Broadsheet.Server.Storage;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>A key as it may be shown. <see cref="Prefix"/> is how it begins, to tell keys apart.</summary>
internal sealed record ApiKeyWire
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Prefix { get; init; }
    public required Role Role { get; init; }
    public required Guid PersonId { get; init; }
    public required Instant CreatedAt { get; init; }
    public Instant? ExpiresAt { get; init; }
    public Instant? LastUsedAt { get; init; }

    /// <summary>The key itself, in the answer that made it and never again.</summary>
    public string? Key { get; init; }

    public static ApiKeyWire Of(ApiKeyRow row) => new()
    {
        Id = row.Id.Value,
        Name = row.Name,
        Prefix = "bsk_" + row.PublicId,
        Role = row.Role,
        PersonId = row.PersonId.Value,
        CreatedAt = row.CreatedAt,
        ExpiresAt = row.ExpiresAt,
        LastUsedAt = row.LastUsedAt,
    };

    public static JsonObject Audited(ApiKeyRow row) => new()
    {
        ["name"] = row.Name,
        ["prefix"] = "bsk_" + row.PublicId,
        ["role"] = Word<Role>.Of(row.Role),
        ["person_id"] = row.PersonId.ToString(),
        ["expires_at"] = row.ExpiresAt?.ToString(),
    };
}
