using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People.Provider;

/// <summary>
/// Gives a person the roles that the provider says, where the settings name a claim for them, and takes back those it no longer says.
/// Roles given here by hand are left alone. An invitation to a verified address is accepted with the first sign-in.
/// </summary>
internal sealed class GrantByProvider(AppDb db, Clock clock, ProviderSettings settings, AuditLog audit, HandOver handOver)
{
    public bool Knows(ProviderIdentity identity) => identity.Roles.Any(r => settings.Of(r) is not null);

    public async Task RunAsync(PersonRow person, ProviderIdentity identity, CancellationToken ct)
    {
        if (identity is { EmailVerified: true, Email: { } email } && email.Key == person.EmailKey) await AcceptAsync(person, ct);
        if (settings.RolesClaim is not null) await FollowAsync(person, identity, ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task AcceptAsync(PersonRow person, CancellationToken ct)
    {
        var now = clock.Now;
        var open = await db.Invitations.Where(i => i.EmailKey == person.EmailKey && i.AcceptedAt == null && i.ExpiresAt > now).ToListAsync(ct);
        foreach (var invitation in open)
        {
            invitation.AcceptedAt = now;
            if (await db.Memberships.AnyAsync(m => m.WorkspaceId == invitation.WorkspaceId && m.PersonId == person.Id, ct)) continue;
            db.Memberships.Add(new MembershipRow { WorkspaceId = invitation.WorkspaceId, PersonId = person.Id, Role = invitation.Role, CreatedAt = now });
            audit.Add(Self(person, invitation.WorkspaceId, invitation.Role), "invitation.accepted", "person", person.Id, person.Name, null, new() { ["email"] = person.Email, ["role"] = Word<Role>.Of(invitation.Role) });
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task FollowAsync(PersonRow person, ProviderIdentity identity, CancellationToken ct)
    {
        var said = identity.Roles.Select(settings.Of).OfType<(string Workspace, Role Role)>().GroupBy(r => r.Workspace, StringComparer.Ordinal).ToDictionary(g => g.Key, g => Strongest(g.Select(r => r.Role)), StringComparer.Ordinal);
        var slugs = said.Keys.ToList();
        var roles = await db.Workspaces.Where(w => slugs.Contains(w.Slug)).Select(w => new { w.Id, w.Slug }).ToDictionaryAsync(w => w.Id, w => said[w.Slug], ct);
        var present = await db.Memberships.Where(m => m.PersonId == person.Id).OrderBy(m => m.WorkspaceId).ToListAsync(ct);
        var kept = await KeptAsync(person, [.. present.Where(m => m is { ByProvider: true, DisabledAt: null, Role: Role.Admin } && roles.GetValueOrDefault(m.WorkspaceId, Role.Worker) != Role.Admin)], roles, identity, ct);
        foreach (var (workspace, role) in roles.Where(r => !kept.Contains(r.Key)))
        {
            var member = present.Find(m => m.WorkspaceId == workspace);
            if (member is { ByProvider: false } || (member is { DisabledAt: null } && member.Role == role)) continue;
            if (member is null) db.Memberships.Add(new MembershipRow { WorkspaceId = workspace, PersonId = person.Id, Role = role, CreatedAt = clock.Now, ByProvider = true });
            else (member.Role, member.DisabledAt) = (role, null);
            var after = new JsonObject { ["role"] = Word<Role>.Of(role), ["by"] = identity.Issuer };
            if (member is not null && !role.Allows(Permission.Schedule)) after["schedules"] = await PauseAsync(person, member, "may not schedule reports as " + Word<Role>.Of(role) + ", the role that the sign-in provider says", ct);
            audit.Add(Self(person, workspace, role), "member.role_changed", "person", person.Id, person.Name, null, after);
        }

        foreach (var lost in present.Where(m => m is { ByProvider: true, DisabledAt: null } && !roles.ContainsKey(m.WorkspaceId) && !kept.Contains(m.WorkspaceId))) await TakeAsync(person, lost, identity, ct);
    }

    /// <summary>
    /// Where the provider takes the role of a workspace's last admin: nobody could get in to make another, so it stays, and the audit log
    /// says so. It goes with the first sign-in after somebody else has become admin.
    /// </summary>
    private async Task<IReadOnlySet<WorkspaceId>> KeptAsync(PersonRow person, IReadOnlyList<MembershipRow> admins, Dictionary<WorkspaceId, Role> roles, ProviderIdentity identity, CancellationToken ct)
    {
        var kept = new HashSet<WorkspaceId>();
        foreach (var member in admins)
        {
            await MemberRoles.LockAsync(db, member.WorkspaceId, ct);
            if (await MemberRoles.RefuseLastAdminAsync(db, member.WorkspaceId, person.Id, ct) is not Problem.Conflict last) continue;
            kept.Add(member.WorkspaceId);
            audit.Add(Self(person, member.WorkspaceId, member.Role), new AuditEvent
            {
                Action = "member.role_kept", ObjectType = "person", ObjectId = person.Id, Name = person.Name, Failed = true, Before = new() { ["role"] = Word<Role>.Of(member.Role) },
                After = new() { ["role"] = Word<Role>.Of(member.Role), ["said"] = roles.TryGetValue(member.WorkspaceId, out var role) ? Word<Role>.Of(role) : null, ["by"] = identity.Issuer, ["reason"] = last.Message },
            });
        }

        return kept;
    }

    private async Task TakeAsync(PersonRow person, MembershipRow member, ProviderIdentity identity, CancellationToken ct)
    {
        member.DisabledAt = clock.Now;
        var paused = await PauseAsync(person, member, "has lost their role at the sign-in provider", ct);
        audit.Add(Self(person, member.WorkspaceId, member.Role), "member.disabled", "person", person.Id, person.Name, null, new() { ["by"] = identity.Issuer, ["schedules"] = paused });
    }

    /// <summary>Nobody is there to be asked what becomes of what runs in their name: it waits, and <paramref name="why"/> says for what.</summary>
    private async Task<int> PauseAsync(PersonRow person, MembershipRow member, string why, CancellationToken ct)
    {
        var paused = await handOver(Self(person, member.WorkspaceId, member.Role), member.WorkspaceId, person.Id, null, $"Its owner, {person.Email}, {why}. Give it a new owner, then resume it.", ct);
        return paused.IsOk ? paused.Value : 0;
    }

    private static Role Strongest(IEnumerable<Role> roles) => roles.OrderByDescending(r => Enum.GetValues<Permission>().Count(p => r.Allows(p))).First();

    private static Actor Self(PersonRow person, WorkspaceId workspace, Role role) => new(workspace, person.Id, person.Name, role, "sign-in provider");
}
