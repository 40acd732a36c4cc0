using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>The answer that shows a link once. <paramref name="SignInPath"/> is below this server's address.</summary>
internal sealed record SignInLinkWire(string SignInPath, NodaTime.Instant ExpiresAt);

/// <summary>
/// A new one-time link for a member who cannot sign in. An admin may give one to whom this workspace alone knows; a link for anybody
/// else would open other workspaces, so that takes an operator.
/// </summary>
internal sealed class IssueSignInLink(AppDb db, Clock clock, SignInLinks links, AuditLog audit)
{
    public async Task<Result<SignInLinkWire>> RunAsync(Actor actor, PersonId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        if (!await db.Memberships.AnyAsync(m => m.WorkspaceId == actor.Workspace && m.PersonId == id, ct)) return new Problem.NotFound("member");
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == id, ct);
        var elsewhere = person.IsOperator || await db.Memberships.AnyAsync(m => m.WorkspaceId != actor.Workspace && m.PersonId == id, ct);
        if (elsewhere && !actor.IsOperator) return new Problem.Forbidden("This person is known beyond this workspace; ask an operator of the server.");
        var token = links.Add(id);
        audit.Add(actor, "member.link_issued", "person", id, person.Name);
        await db.SaveChangesAsync(ct);
        return new SignInLinkWire(SignInLinks.Path(token), clock.Now + SignInLinks.Lifetime);
    }
}
