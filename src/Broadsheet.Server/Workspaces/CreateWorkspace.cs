using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Workspaces;

internal sealed record CreateWorkspaceRequest
{
    public required string Slug { get; init; }
    public required string Name { get; init; }
    public string Timezone { get; init; } = "UTC";
    public int WeekStart { get; init; } = 1;
    public WorkspaceLimits? Limits { get; init; }
    public WorkspaceRetention? Retention { get; init; }
}

/// <summary>An operator makes a workspace and is its first admin.</summary>
internal sealed class CreateWorkspace(AppDb db, Clock clock, AuditLog audit)
{
    public async Task<Result<WorkspaceWire>> RunAsync(Actor actor, CreateWorkspaceRequest request, CancellationToken ct)
    {
        if (!actor.IsOperator) return new Problem.Forbidden("This needs an operator of the server.");
        FieldError?[] found = [WorkspaceRules.Slug(request.Slug), WorkspaceRules.Name(request.Name), WorkspaceRules.Timezone(request.Timezone), WorkspaceRules.WeekStart(request.WeekStart)];
        var errors = found.OfType<FieldError>().Concat(request.Limits?.Check() ?? []).Concat(request.Retention?.Check() ?? []).ToList();
        if (errors.Count > 0) return new Problem.Invalid(errors);

        var now = clock.Now;
        var row = new WorkspaceRow
        {
            Id = new(clock.NewId()),
            Slug = request.Slug,
            Name = request.Name.Trim(),
            Timezone = request.Timezone,
            WeekStart = (short)request.WeekStart,
            CreatedAt = now,
            UpdatedAt = now,
        };
        request.Limits?.Apply(row);
        request.Retention?.Apply(row);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Workspaces.Add(row);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            return new Problem.Invalid("slug", "taken", "There is a workspace with this slug already.");
        }

        if (request.Limits is not null) await request.Limits.ApplyPaceAsync(db, row.Id, now, ct);
        db.Memberships.Add(new MembershipRow { WorkspaceId = row.Id, PersonId = actor.Person, Role = Role.Admin, CreatedAt = now });
        audit.Add(actor with { Workspace = row.Id }, "workspace.created", "workspace", row.Id, row.Name, null, WorkspaceRules.Audited(row));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return WorkspaceWire.Of(row);
    }
}
