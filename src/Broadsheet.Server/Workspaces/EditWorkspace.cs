using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Workspaces;

/// <summary>What is given changes; limits and retention as a whole. The slug stays: addresses and scripts hold it.</summary>
internal sealed record EditWorkspaceRequest
{
    public string? Name { get; init; }
    public string? Timezone { get; init; }
    public int? WeekStart { get; init; }

    /// <summary>An operator's to set; anybody else may send them back as they are.</summary>
    public WorkspaceLimits? Limits { get; init; }
    public WorkspaceRetention? Retention { get; init; }
}

/// <summary>An admin edits their own workspace, an operator any.</summary>
internal sealed class EditWorkspace(AppDb db, Clock clock, AuditLog audit)
{
    public async Task<Result<WorkspaceWire>> RunAsync(Actor actor, WorkspaceId id, EditWorkspaceRequest request, string? ifMatch, CancellationToken ct)
    {
        var row = await ListWorkspaces.Visible(db, actor).SingleOrDefaultAsync(w => w.Id == id, ct);
        if (row is null) return new Problem.NotFound("workspace");
        if (!actor.IsOperator && (id != actor.Workspace || !actor.Role.Allows(Permission.ManageWorkspace)))
            return new Problem.Forbidden("This needs an admin of that workspace, acting in it.");
        if (request.Limits is not null && !actor.IsOperator && request.Limits != WorkspaceLimits.Of(row)) return new Problem.Forbidden("Limits are set by an operator of the server.");
        if (!ETags.Matches(ifMatch, row.Version)) return new Problem.Stale("workspace");
        FieldError?[] found =
        [
            request.Name is { } name ? WorkspaceRules.Name(name) : null,
            request.Timezone is { } zone ? WorkspaceRules.Timezone(zone) : null,
            request.WeekStart is { } day ? WorkspaceRules.WeekStart(day) : null,
        ];
        var errors = found.OfType<FieldError>().Concat(request.Limits?.Check() ?? []).Concat(request.Retention?.Check() ?? []).ToList();
        if (errors.Count > 0) return new Problem.Invalid(errors);

        var before = WorkspaceRules.Audited(row);
        row.Name = request.Name?.Trim() ?? row.Name;
        row.Timezone = request.Timezone ?? row.Timezone;
        row.WeekStart = (short?)request.WeekStart ?? row.WeekStart;
        request.Limits?.Apply(row);
        if (request.Limits is not null) await request.Limits.ApplyPaceAsync(db, id, clock.Now, ct);
        request.Retention?.Apply(row);
        row.Version++;
        row.UpdatedAt = clock.Now;
        audit.Add(actor with { Workspace = id }, "workspace.edited", "workspace", id, row.Name, before, WorkspaceRules.Audited(row));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Problem.Stale("workspace");
        }

        return WorkspaceWire.Of(row);
    }
}
