using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>The caller: who, where, as what, and where else.</summary>
internal sealed record MeWire
{
    public required PersonWire Person { get; init; }
    public required WorkspaceWire Workspace { get; init; }
    public required Role Role { get; init; }
    public required IReadOnlyList<Permission> Permissions { get; init; }

    /// <summary>The workspaces to choose from; a key has its own alone.</summary>
    public required IReadOnlyList<MyWorkspaceWire> Memberships { get; init; }

    /// <summary>The key used; null in a session.</summary>
    public Guid? ApiKeyId { get; init; }
}

internal sealed record PersonWire(Guid Id, string Email, string Name, bool IsOperator);

internal sealed record MyWorkspaceWire(Guid Id, string Slug, string Name, Role Role);

internal sealed class DescribeMe(AppDb db)
{
    public async Task<Result<MeWire>> RunAsync(Actor actor, CancellationToken ct)
    {
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == actor.Person, ct);
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == actor.Workspace, ct);
        var memberships = await (
            from member in db.Memberships
            where member.PersonId == actor.Person && member.DisabledAt == null
            join place in db.Workspaces on member.WorkspaceId equals place.Id
            where actor.Key == null || place.Id == actor.Workspace
            orderby place.Name
            select new { place.Id, place.Slug, place.Name, member.Role }).ToListAsync(ct);
        return new MeWire
        {
            Person = new(person.Id.Value, person.Email, person.Name, actor.IsOperator),
            Workspace = WorkspaceWire.Of(workspace),
            Role = actor.Role,
            Permissions = [.. Enum.GetValues<Permission>().Where(p => actor.Role.Allows(p))],
            Memberships = [.. memberships.Select(m => new MyWorkspaceWire(m.Id.Value, m.Slug, m.Name, m.Role))],
            ApiKeyId = actor.Key?.Value,
        };
    }
}
