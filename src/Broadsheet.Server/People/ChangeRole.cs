using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>
/// The new role and, where that may not schedule, what becomes of the schedules they own: <see cref="NewOwner"/> takes them, or
/// <see cref="PauseSchedules"/> stops them.
/// </summary>
internal sealed record ChangeRoleRequest
{
    public required Role Role { get; init; }
    public Guid? NewOwner { get; init; }
    public bool PauseSchedules { get; init; }
}

/// <summary>
/// Changes what a member is. Their keys are limited by the new role at once; so would be the runs of their schedules, and where those
/// could only fail, the caller says first what becomes of them.
/// </summary>
internal sealed class ChangeRole(AppDb db, AuditLog audit, Succession succession)
{
    public async Task<Result<MemberWire>> RunAsync(Actor actor, PersonId id, ChangeRoleRequest request, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        if (Check(request) is { } wrong) return new Problem.Invalid([wrong]);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await MemberRoles.LockAsync(db, actor.Workspace, ct);
        var member = await db.Memberships.SingleOrDefaultAsync(m => m.WorkspaceId == actor.Workspace && m.PersonId == id, ct);
        if (member is null) return new Problem.NotFound("member");
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == id, ct);
        if (!ETags.MatchesContent(ifMatch, MemberWire.Of(member, person))) return new Problem.Stale("member");
        var before = member.Role;
        if (before == request.Role && !Decides(request)) return MemberWire.Of(member, person);
        if (before == Role.Admin && await MemberRoles.RefuseLastAdminAsync(db, actor.Workspace, id, ct) is { } last) return last;
        var after = new JsonObject { ["role"] = Word<Role>.Of(request.Role) };
        if (await LeaveAsync(actor, person, request, after, ct) is { } undecided) return undecided;
        member.Role = request.Role;
        if (before != request.Role) audit.Add(actor, "member.role_changed", "person", id, person.Name, new() { ["role"] = Word<Role>.Of(before) }, after);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return MemberWire.Of(member, person);
    }

    private static bool Decides(ChangeRoleRequest request) => request.NewOwner is not null || request.PauseSchedules;

    private static FieldError? Check(ChangeRoleRequest request)
    {
        if (MemberRoles.Refuse(request.Role) is { } wrong) return wrong;
        if (!Decides(request) || !request.Role.Allows(Permission.Schedule)) return null;
        var field = request.NewOwner is not null ? "new_owner" : "pause_schedules";
        return new(field, "keeps-schedules", $"Who is {Word<Role>.Of(request.Role)} keeps their schedules. Leave “{field}” out; to give them to somebody all the same, use /api/v1/members/{{id}}/schedules/give.");
    }

    /// <summary>Where the new role may not schedule; <paramref name="after"/> gets what became of how many.</summary>
    private async Task<Problem?> LeaveAsync(Actor actor, PersonRow person, ChangeRoleRequest request, JsonObject after, CancellationToken ct)
    {
        if (request.Role.Allows(Permission.Schedule)) return null;
        var reason = $"Its owner, {person.Email}, is {Word<Role>.Of(request.Role)} now and may not schedule reports. Give it a new owner, then resume it.";
        var to = request.NewOwner is { } owner ? new PersonId(owner) : (PersonId?)null;
        var left = await succession.RunAsync(actor, person.Id, to, request.PauseSchedules, reason, ct);
        if (!left.IsOk) return left.Problem;
        (after["new_owner"], after["schedules"]) = (to?.ToString(), left.Value);
        return null;
    }
}
