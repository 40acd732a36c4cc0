using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>The keys that are not revoked: one's own, for an admin everybody's.</summary>
internal sealed class ListApiKeys(AppDb db)
{
    public async Task<Result<Page<ApiKeyWire>>> RunAsync(Actor actor, PageQuery page, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var asked = page.Read();
        if (!asked.IsOk) return asked.Problem;
        var (limit, before) = (asked.Value.Limit, new ApiKeyId(asked.Value.Before));
        var rows = await Visible(db, actor).AsNoTracking().Where(k => k.Id < before).OrderByDescending(k => k.Id).Take(limit + 1).ToListAsync(ct);
        return Page<ApiKeyWire>.Of(rows, limit, k => k.Id.Value, ApiKeyWire.Of);
    }

    public async Task<Result<ApiKeyWire>> FindAsync(Actor actor, ApiKeyId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var row = await Visible(db, actor).AsNoTracking().SingleOrDefaultAsync(k => k.Id == id, ct);
        return row is null ? new Problem.NotFound("API key") : ApiKeyWire.Of(row);
    }

    /// <summary>The living keys that <paramref name="actor"/> may know of.</summary>
    public static IQueryable<ApiKeyRow> Visible(AppDb db, Actor actor)
    {
        var all = actor.Role.Allows(Permission.ManageWorkspace);
        return db.ApiKeys.Where(k => k.WorkspaceId == actor.Workspace && k.RevokedAt == null && (all || k.PersonId == actor.Person));
    }
}
