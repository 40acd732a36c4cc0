using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>Who is in the workspace, as what.</summary>
internal sealed class ListMembers(AppDb db)
{
    public async Task<Result<Page<MemberWire>>> RunAsync(Actor actor, PageQuery page, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var asked = page.Read();
        if (!asked.IsOk) return asked.Problem;
        var (limit, before) = (asked.Value.Limit, new PersonId(asked.Value.Before));
        var members = await db.Memberships.AsNoTracking().Where(m => m.WorkspaceId == actor.Workspace)
            .Where(m => m.PersonId < before).OrderByDescending(m => m.PersonId).Take(limit + 1)
            .Join(db.People, m => m.PersonId, p => p.Id, (m, p) => new { Member = m, Person = p })
            .OrderByDescending(r => r.Person.Id)
            .ToListAsync(ct);
        return Page<MemberWire>.Of(members, limit, r => r.Person.Id.Value, r => MemberWire.Of(r.Member, r.Person));
    }

    public async Task<Result<MemberWire>> FindAsync(Actor actor, PersonId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var member = await db.Memberships.AsNoTracking().SingleOrDefaultAsync(m => m.WorkspaceId == actor.Workspace && m.PersonId == id, ct);
        if (member is null) return new Problem.NotFound("member");
        return MemberWire.Of(member, await db.People.AsNoTracking().SingleAsync(p => p.Id == id, ct));
    }
}
