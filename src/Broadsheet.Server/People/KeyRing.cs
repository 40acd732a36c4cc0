using System.Security.Cryptography;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>Says who presents an API key, if it is good now.</summary>
internal sealed class KeyRing(AppDb db, Clock clock, KeyCache cache, KeyUses uses)
{
    /// <summary>Null for a key that is unknown, wrong, expired, revoked or of somebody who may no longer act.</summary>
    /// <param name="slug">The workspace asked for; a key belongs to one and finds no other.</param>
    public async Task<Result<Actor>?> FindAsync(KeyText key, string? slug, string from, CancellationToken ct)
    {
        var holder = cache.Find(key.PublicId) ?? await LoadAsync(key.PublicId, ct);
        if (holder is null || !CryptographicOperations.FixedTimeEquals(holder.SecretSha256, key.Sha256())) return null;
        var now = clock.Now;
        if (holder.RevokedAt is not null || holder.ExpiresAt <= now || holder.IsDisabled) return null;
        if (holder.KeyRole.LimitedBy(holder.MemberRole) is not { } role) return null;
        if (slug is not null && slug != holder.Slug) return new Problem.NotFound("workspace");
        uses.Note(holder, now);
        return new Actor(holder.Workspace, holder.Person, holder.Name, role, from)
        {
            Key = holder.Key,
            IsOperator = holder.IsOperator && role == Role.Admin,
        };
    }

    private async Task<KeyHolder?> LoadAsync(string publicId, CancellationToken ct)
    {
        var since = cache.Now();
        var query =
            from key in db.ApiKeys
            where key.PublicId == publicId
            join person in db.People on key.PersonId equals person.Id
            join member in db.Memberships on new { key.WorkspaceId, key.PersonId } equals new { member.WorkspaceId, member.PersonId }
            join workspace in db.Workspaces on key.WorkspaceId equals workspace.Id
            select new KeyHolder
            {
                Workspace = key.WorkspaceId,
                Slug = workspace.Slug,
                Key = key.Id,
                SecretSha256 = key.SecretSha256,
                KeyRole = key.Role,
                MemberRole = member.Role,
                Person = person.Id,
                Name = person.Name,
                IsOperator = person.IsOperator,
                IsDisabled = person.DisabledAt != null || member.DisabledAt != null,
                ExpiresAt = key.ExpiresAt,
                RevokedAt = key.RevokedAt,
                LastUsedAt = key.LastUsedAt,
            };
        var holder = await query.SingleOrDefaultAsync(ct);
        if (holder is not null) cache.Keep(publicId, holder, since);
        return holder;
    }
}
