using System.Data.Common;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>
/// Takes somebody out of the workspace, with their keys and inbox here. Schedules run with their owner's rights, so the owner of one
/// stays until it has another.
/// </summary>
internal sealed class RemoveMember(AppDb db, AuditLog audit, Succession succession)
{
    public async Task<Result<Done>> RunAsync(Actor actor, PersonId id, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await MemberRoles.LockAsync(db, actor.Workspace, ct);
        var member = await db.Memberships.AsNoTracking().SingleOrDefaultAsync(m => m.WorkspaceId == actor.Workspace && m.PersonId == id, ct);
        if (member is null) return new Problem.NotFound("member");
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == id, ct);
        if (!ETags.MatchesContent(ifMatch, MemberWire.Of(member, person))) return new Problem.Stale("member");
        if (member.Role == Role.Admin && await MemberRoles.RefuseLastAdminAsync(db, actor.Workspace, id, ct) is { } last) return last;
        if (await succession.RefuseOwnerAsync(actor, id, "Delete them or give them another owner first.", ct) is { } owner) return owner;

        await db.ApiKeys.Where(k => k.WorkspaceId == actor.Workspace && k.PersonId == id).ExecuteDeleteAsync(ct);
        try
        {
            await db.Memberships.Where(m => m.WorkspaceId == actor.Workspace && m.PersonId == id).ExecuteDeleteAsync(ct);
        }
        catch (DbException e) when (db.Dialect.IsReferenceViolation(e))
        {
            return new Problem.Conflict("owns-schedules", $"{person.Name} has just become the owner of a schedule; give it another owner first.");
        }

        audit.Add(actor, "member.removed", "person", id, person.Name, new() { ["email"] = person.Email, ["role"] = Word<Role>.Of(member.Role) });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return default(Done);
    }
}
