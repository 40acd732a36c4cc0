using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>Ends a key for ever: one's own, for an admin anybody's. Every node refuses it within a second.</summary>
internal sealed class RevokeApiKey(AppDb db, Clock clock, AuditLog audit, KeyCache cache)
{
    public async Task<Result<Done>> RunAsync(Actor actor, ApiKeyId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var row = await ListApiKeys.Visible(db, actor).AsNoTracking().SingleOrDefaultAsync(k => k.Id == id, ct);
        var now = clock.Now;
        if (row is null || await ListApiKeys.Visible(db, actor).Where(k => k.Id == id).ExecuteUpdateAsync(s => s.SetProperty(k => k.RevokedAt, now), ct) != 1)
            return new Problem.NotFound("API key");
        audit.Add(actor, "api_key.revoked", "api_key", id, row.Name, ApiKeyWire.Audited(row));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        cache.Forget(row.PublicId);
        return default(Done);
    }
}
