using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

internal sealed record ChangeRoleRequest
{
    public required Role Role { get; init; }
}

/// <summary>Changes what a member is. Their keys are limited by the new role at once.</summary>
internal sealed class ChangeRole(AppDb db, AuditLog audit)
{
    public async Task<Result<MemberWire>> RunAsync(Actor actor, PersonId id, ChangeRoleRequest request, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        if (MemberRoles.Refuse(request.Role) is { } wrong) return new Problem.Invalid([wrong]);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await MemberRoles.LockAsync(db, actor.Workspace, ct);
        var member = await db.Memberships.SingleOrDefaultAsync(m => m.WorkspaceId == actor.Workspace && m.PersonId == id, ct);
        if (member is null) return new Problem.NotFound("member");
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == id, ct);
        if (!ETags.MatchesContent(ifMatch, MemberWire.Of(member, person))) return new Problem.Stale("member");
        if (member.Role == request.Role) return MemberWire.Of(member, person);
        if (member.Role == Role.Admin && await MemberRoles.RefuseLastAdminAsync(db, actor.Workspace, id, ct) is { } last) return last;
        audit.Add(actor, "member.role_changed", "person", id, person.Name, new() { ["role"] = Word<Role>.Of(member.Role) }, new() { ["role"] = Word<Role>.Of(request.Role) });
        member.Role = request.Role;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return MemberWire.Of(member, person);
    }
}
