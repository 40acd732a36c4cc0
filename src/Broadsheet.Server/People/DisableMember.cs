using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>
/// What becomes of their schedules: <see cref="NewOwner"/> takes them, or <see cref="PauseSchedules"/> stops them. <see cref="Everywhere"/>
/// closes the account itself, in every workspace; that takes an operator, and pauses their schedules elsewhere.
/// </summary>
internal sealed record DisableMemberRequest
{
    public Guid? NewOwner { get; init; }
    public bool PauseSchedules { get; init; }
    public bool Everywhere { get; init; }
}

/// <summary>How it stands with somebody now, and what became of their schedules.</summary>
internal sealed record DisabledWire(MemberWire Member, int SchedulesHandedOver, int SchedulesPaused);

/// <summary>
/// Shuts somebody out without forgetting them: their sessions and keys are refused on every node at once. Their schedules run with
/// their rights, so the caller says first what becomes of them.
/// </summary>
internal sealed class DisableMember(AppDb db, Clock clock, AuditLog audit, Succession succession, HandOver handOver)
{
    public async Task<Result<DisabledWire>> RunAsync(Actor actor, PersonId id, DisableMemberRequest request, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        if (request.Everywhere && !actor.IsOperator) return new Problem.Forbidden("To close an account in every workspace takes an operator of the server.");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await MemberRoles.LockAsync(db, actor.Workspace, ct);
        var member = await db.Memberships.SingleOrDefaultAsync(m => m.WorkspaceId == actor.Workspace && m.PersonId == id, ct);
        if (member is null) return new Problem.NotFound("member");
        if (id == actor.Person) return new Problem.Conflict("yourself", "You cannot shut yourself out; ask another admin.");
        if (member.Role == Role.Admin && await MemberRoles.RefuseLastAdminAsync(db, actor.Workspace, id, ct) is { } last) return last;
        var person = await db.People.SingleAsync(p => p.Id == id, ct);

        var reason = $"Its owner, {person.Email}, was disabled. Give it a new owner, then resume it.";
        var to = request.NewOwner is { } owner ? new PersonId(owner) : (PersonId?)null;
        var moved = await succession.RunAsync(actor, id, to, request.PauseSchedules, reason, ct);
        if (!moved.IsOk) return moved.Problem;
        var elsewhere = request.Everywhere ? await CloseAsync(actor, person, reason, ct) : 0;
        member.DisabledAt ??= clock.Now;

        // From now on it is decided here, not by what the provider says at the next sign-in.
        member.ByProvider = false;
        audit.Add(actor, "member.disabled", "person", id, person.Name, null,
            new() { ["email"] = person.Email, ["everywhere"] = request.Everywhere, ["new_owner"] = to?.ToString(), ["schedules"] = moved.Value + elsewhere });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new DisabledWire(MemberWire.Of(member, person), to is null ? 0 : moved.Value, to is null ? moved.Value + elsewhere : elsewhere);
    }

    /// <summary>Back in, with the role they had. Their schedules stay as they are now.</summary>
    public async Task<Result<MemberWire>> EnableAsync(Actor actor, PersonId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        var member = await db.Memberships.SingleOrDefaultAsync(m => m.WorkspaceId == actor.Workspace && m.PersonId == id, ct);
        if (member is null) return new Problem.NotFound("member");
        var person = await db.People.SingleAsync(p => p.Id == id, ct);
        if (person.DisabledAt is not null && !actor.IsOperator) return new Problem.Forbidden("The account itself is closed; an operator of the server opens it.");
        if (person.DisabledAt is null && member.DisabledAt is null) return MemberWire.Of(member, person);
        (member.DisabledAt, person.DisabledAt) = (null, null);
        audit.Add(actor, "member.enabled", "person", id, person.Name);
        await db.SaveChangesAsync(ct);
        return MemberWire.Of(member, person);
    }

    /// <summary>Closes the account: every session ends, every key is refused, and what runs in their name elsewhere pauses.</summary>
    private async Task<int> CloseAsync(Actor actor, PersonRow person, string reason, CancellationToken ct)
    {
        person.DisabledAt ??= clock.Now;
        person.SecurityStamp = Stamp.New();
        await db.Sessions.Where(s => s.PersonId == person.Id).ExecuteDeleteAsync(ct);
        var paused = 0;
        var places = await db.Memberships.Where(m => m.PersonId == person.Id && m.WorkspaceId != actor.Workspace).OrderBy(m => m.WorkspaceId).Select(m => m.WorkspaceId).ToListAsync(ct);
        foreach (var place in places)
        {
            var there = await handOver(actor, place, person.Id, null, reason, ct);
            paused += there.IsOk ? there.Value : 0;
            await KeepAnAdminAsync(actor, place, person, ct);
        }

        return paused;
    }

    /// <summary>A workspace that is left without an admin gets the operator who does this: else nobody could get in to make one.</summary>
    private async Task KeepAnAdminAsync(Actor actor, WorkspaceId place, PersonRow person, CancellationToken ct)
    {
        await MemberRoles.LockAsync(db, place, ct);
        if (!await db.Memberships.AnyAsync(m => m.WorkspaceId == place && m.PersonId == person.Id && m.Role == Role.Admin, ct)) return;
        if (await MemberRoles.RefuseLastAdminAsync(db, place, person.Id, ct) is null) return;
        if (await db.Memberships.SingleOrDefaultAsync(m => m.WorkspaceId == place && m.PersonId == actor.Person, ct) is { } own) (own.Role, own.DisabledAt) = (Role.Admin, null);
        else db.Memberships.Add(new MembershipRow { WorkspaceId = place, PersonId = actor.Person, Role = Role.Admin, CreatedAt = clock.Now });
        audit.Add(actor with { Workspace = place }, "member.added", "person", actor.Person, actor.Name, null, new() { ["role"] = Word<Role>.Of(Role.Admin), ["instead_of"] = person.Email });
    }
}
