using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>
/// Makes each sign-in, and each that was refused, an entry. An address that nobody has is in the log of the first workspace, and the
/// address itself in none: people type their password there.
/// </summary>
internal sealed class LogSignIn(AppDb db, AuditLog audit)
{
    /// <param name="person">Whose account it was, or would have been; null for an unknown one.</param>
    /// <param name="way"><c>password</c>, <c>link</c>, or the provider.</param>
    /// <param name="locks">It was one wrong password too many: the account is closed to passwords for a while.</param>
    public async Task RunAsync(PersonRow? person, bool opened, string way, string from, bool locks, CancellationToken ct)
    {
        if (await HomeAsync(person, ct) is not { } workspace) return;
        audit.Add(new Actor(workspace, opened ? person!.Id : default, opened ? person!.Name : "somebody", Role.Viewer, from), new AuditEvent
        {
            Action = opened ? "session.opened" : "session.refused",
            ObjectType = "person",
            ObjectId = person?.Id.ToString() ?? "unknown",
            Name = person?.Name,
            Failed = !opened,
            After = new() { ["way"] = way },
        });
        if (locks) audit.Add(new Actor(workspace, default, "somebody", Role.Viewer, from), "account.locked", "person", person!.Id, person.Name, null, new() { ["way"] = way });
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Makes it an entry that an account has got another way in, in the unit of work that gives it.</summary>
    public async Task ConnectedAsync(PersonRow person, string provider, string from, CancellationToken ct)
    {
        if (await HomeAsync(person, ct) is { } workspace)
            audit.Add(new Actor(workspace, person.Id, person.Name, Role.Viewer, from), "account.connected", "person", person.Id, person.Name, null, new() { ["provider"] = provider });
    }

    private Task<WorkspaceId?> HomeAsync(PersonRow? person, CancellationToken ct) => person is null
        ? db.Workspaces.OrderBy(w => w.Id).Select(w => (WorkspaceId?)w.Id).FirstOrDefaultAsync(ct)
        : db.Memberships.Where(m => m.PersonId == person.Id).OrderBy(m => m.CreatedAt).Select(m => (WorkspaceId?)m.WorkspaceId).FirstOrDefaultAsync(ct);
}
