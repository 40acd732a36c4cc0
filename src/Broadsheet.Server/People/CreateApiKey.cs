using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>A key for oneself. <see cref="ExpiresAt"/> absent: it lives until it is revoked.</summary>
internal sealed record CreateApiKeyRequest
{
    public required string Name { get; init; }
    public required Role Role { get; init; }
    public Instant? ExpiresAt { get; init; }
}

/// <summary>A key may do what its maker may now, and what a key makes dies with it at the latest.</summary>
internal sealed class CreateApiKey(AppDb db, Clock clock, AuditLog audit)
{
    private const int LongestName = 100;

    public async Task<Result<ApiKeyWire>> RunAsync(Actor actor, CreateApiKeyRequest request, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var latest = actor.Key is { } own ? await db.ApiKeys.Where(k => k.WorkspaceId == actor.Workspace && k.Id == own).Select(k => k.ExpiresAt).SingleAsync(ct) : null;
        var errors = Check(actor, request, latest).ToList();
        if (errors.Count > 0) return new Problem.Invalid(errors);

        var text = KeyText.New();
        var row = new ApiKeyRow
        {
            WorkspaceId = actor.Workspace,
            Id = new(clock.NewId()),
            PublicId = text.PublicId,
            SecretSha256 = text.Sha256(),
            Name = request.Name.Trim(),
            Role = request.Role,
            PersonId = actor.Person,
            CreatedAt = clock.Now,
            ExpiresAt = request.ExpiresAt is { } end ? Clock.Truncate(end) : null,
        };
        db.ApiKeys.Add(row);
        audit.Add(actor, "api_key.created", "api_key", row.Id, row.Name, null, ApiKeyWire.Audited(row));
        await db.SaveChangesAsync(ct);
        return ApiKeyWire.Of(row) with { Key = text.Whole() };
    }

    private IEnumerable<FieldError> Check(Actor actor, CreateApiKeyRequest request, Instant? latest)
    {
        if (request.Name.Trim().Length is 0 or > LongestName) yield return new("name", "bad-length", $"A name has 1 to {LongestName} characters.");
        if (!request.Role.IsWithin(actor.Role)) yield return new("role", "role-too-high", $"You are {Word<Role>.Of(actor.Role)} here; a key may not do more than you.");
        if (request.ExpiresAt <= clock.Now) yield return new("expires_at", "in-the-past", "The key would have expired already.");
        if (latest is { } end && (request.ExpiresAt is null || request.ExpiresAt > end)) yield return new("expires_at", "outlives-its-maker", "A key that is made with a key expires no later than that one.", null, end.ToString());
    }
}
