using System.Security.Cryptography;
using System.Text.Json;
using Broadsheet.Core.Access;
using Broadsheet.Server.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Http;

/// <summary>An answer as it was given the first time.</summary>
internal sealed record KeptAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>What taking a key found. The same request answered before: <see cref="Kept"/>.</summary>
internal abstract record Taken
{
    private Taken() { }

    public sealed record Mine : Taken;

    public sealed record Kept(KeptAnswer Answer) : Taken;

    public sealed record OtherRequest : Taken;

    public sealed record InProgress : Taken;
}

/// <summary>
/// The keys of a workspace's person and the answers they gave, for 24 hours. The primary key is the arbiter of who works on one.
/// Answers are kept protected: one may hold a secret that is shown once.
/// </summary>
internal sealed class IdempotencyKeys(IServiceScopeFactory scopes, Clock clock, IDataProtectionProvider protection)
{
    public static readonly Duration Lifetime = Duration.FromHours(24);

    /// <summary>A request that has not ended after this time died with its node; the key is free again.</summary>
    public static readonly Duration Abandoned = Duration.FromMinutes(5);

    private readonly IDataProtector protector = protection.CreateProtector("Broadsheet.Idempotency.v1");

    public async Task<Taken> TakeAsync(Actor actor, string key, byte[] request, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = clock.Now;
        await db.IdempotencyKeys.Where(r => r.CreatedAt < now - Lifetime || (r.Status == null && r.CreatedAt < now - Abandoned)).ExecuteDeleteAsync(ct);
        db.IdempotencyKeys.Add(new() { WorkspaceId = actor.Workspace, PersonId = actor.Person, Key = key, RequestSha256 = request, CreatedAt = now });
        try
        {
            await db.SaveChangesAsync(ct);
            return new Taken.Mine();
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            db.ChangeTracker.Clear();
        }

        var row = await Mine(db, actor, key).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is not null && !CryptographicOperations.FixedTimeEquals(row.RequestSha256, request)) return new Taken.OtherRequest();
        return row?.Status is { } status ? new Taken.Kept(Open(status, row)) : new Taken.InProgress();
    }

    public async Task KeepAsync(Actor actor, string key, KeptAnswer answer, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var (headers, body) = (JsonSerializer.Serialize(answer.Headers, Wire.Json), protector.Protect(answer.Body));
        await Mine(db, actor, key).ExecuteUpdateAsync(
            s => s.SetProperty(r => r.Status, answer.Status).SetProperty(r => r.HeadersJson, headers).SetProperty(r => r.Body, body), ct);
    }

    /// <summary>Gives a key back whose request changed nothing.</summary>
    public async Task ReleaseAsync(Actor actor, string key, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await Mine(scope.ServiceProvider.GetRequiredService<AppDb>(), actor, key).Where(r => r.Status == null).ExecuteDeleteAsync(ct);
    }

    private static IQueryable<IdempotencyRow> Mine(AppDb db, Actor actor, string key) =>
        db.IdempotencyKeys.Where(r => r.WorkspaceId == actor.Workspace && r.PersonId == actor.Person && r.Key == key);

    private KeptAnswer Open(int status, IdempotencyRow row) =>
        new(status, JsonSerializer.Deserialize<Dictionary<string, string>>(row.HeadersJson!, Wire.Json)!, protector.Unprotect(row.Body!));
}
