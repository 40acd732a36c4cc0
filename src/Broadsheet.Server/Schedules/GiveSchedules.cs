using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Schedules;

/// <summary>Who takes them, and which: absent, all of that owner's.</summary>
internal sealed record GiveSchedulesBody
{
    public required Guid NewOwner { get; init; }
    public IReadOnlyList<Guid>? Schedules { get; init; }
}

internal sealed record GivenWire(int Schedules);

/// <summary>Gives the schedules of one person to another, or pauses them when nobody takes them. Each is an entry.</summary>
internal sealed class GiveSchedules(AppDb db, Clock clock, AuditLog audit)
{
    public async Task<Result<GivenWire>> RunAsync(Actor actor, PersonId from, Result<GiveSchedulesBody> body, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        if (!body.IsOk) return body.Problem;
        if (!await db.Memberships.AnyAsync(m => m.WorkspaceId == actor.Workspace && m.PersonId == from, ct)) return new Problem.NotFound("member");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var given = await GiveAsync(actor, actor.Workspace, from, new PersonId(body.Value.NewOwner), body.Value.Schedules, ct);
        if (!given.IsOk) return given.Problem;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new GivenWire(given.Value);
    }

    /// <summary>In the caller's transaction.</summary>
    public Task<Result<int>> HandOverAsync(Actor actor, WorkspaceId workspace, PersonId from, PersonId? to, string reason, CancellationToken ct) =>
        to is { } owner ? GiveAsync(actor, workspace, from, owner, null, ct) : PauseAsync(actor, workspace, from, reason, ct);

    private async Task<Result<int>> GiveAsync(Actor actor, WorkspaceId workspace, PersonId from, PersonId to, IReadOnlyList<Guid>? only, CancellationToken ct)
    {
        var heir = await db.Memberships.Where(m => m.WorkspaceId == workspace && m.PersonId == to && m.DisabledAt == null)
            .Join(db.People.Where(p => p.DisabledAt == null), m => m.PersonId, p => p.Id, (m, p) => new { m.Role, p.Email }).SingleOrDefaultAsync(ct);
        if (heir is null || to == from) return new Problem.Invalid("new_owner", "unknown-member", "This is the id of nobody who could take them: an active member of the workspace, and somebody else.");
        if (!heir.Role.Allows(Permission.Schedule)) return new Problem.Invalid("new_owner", "role-too-low", $"{heir.Email} is {Word<Role>.Of(heir.Role)}; the owner of a schedule is editor or admin.");
        var ids = only?.Select(id => new Core.Schedules.ScheduleId(id)).ToList();
        var rows = await db.Schedules.AsNoTracking().Where(s => s.WorkspaceId == workspace && s.OwnerId == from && (ids == null || ids.Contains(s.Id))).OrderBy(s => s.Id).ToListAsync(ct);
        if (ids is not null && rows.Count < ids.Distinct().Count()) return new Problem.Invalid("schedules", "unknown-schedule", "Some of these are no schedules of this person.");
        var now = clock.Now;
        var moved = rows.ConvertAll(r => r.Id);
        await db.Schedules.Where(s => s.WorkspaceId == workspace && moved.Contains(s.Id))
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.OwnerId, to).SetProperty(r => r.UpdatedAt, now).SetProperty(r => r.Version, r => r.Version + 1), ct);
        foreach (var row in rows)
        {
            audit.Add(actor with { Workspace = workspace }, "schedule.owner_changed", "schedule", row.Id, row.Name,
                new JsonObject { ["owner_id"] = from.ToString() }, new JsonObject { ["owner_id"] = to.ToString(), ["owner"] = heir.Email });
        }

        return rows.Count;
    }

    private async Task<Result<int>> PauseAsync(Actor actor, WorkspaceId workspace, PersonId owner, string reason, CancellationToken ct)
    {
        var rows = await db.Schedules.AsNoTracking().Where(s => s.WorkspaceId == workspace && s.OwnerId == owner && s.Enabled).OrderBy(s => s.Id).ToListAsync(ct);
        var now = clock.Now;
        var paused = rows.ConvertAll(r => r.Id);
        await db.Schedules.Where(s => s.WorkspaceId == workspace && paused.Contains(s.Id))
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Enabled, false).SetProperty(r => r.PausedReason, reason).SetProperty(r => r.UpdatedAt, now)
                .SetProperty(r => r.Version, r => r.Version + 1), ct);
        await db.Runs.Where(r => r.WorkspaceId == workspace && r.OwnerId == owner && r.Status == RunState.Queued && r.Slot != null)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Cancelled).SetProperty(r => r.FinishedAt, now).SetProperty(r => r.Reason, reason), ct);
        foreach (var row in rows)
            audit.Add(actor with { Workspace = workspace }, "schedule.paused", "schedule", row.Id, row.Name, null, new JsonObject { ["reason"] = reason });
        return rows.Count;
    }
}
