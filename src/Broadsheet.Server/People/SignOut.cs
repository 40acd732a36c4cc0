using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>Ends the session it is asked in, on every node, a copied cookie too; or all of the person's.</summary>
internal sealed class SignOut(AppDb db, AuditLog audit)
{
    public async Task<Result<Done>> RunAsync(Actor actor, bool everywhere, CancellationToken ct)
    {
        if (actor.Key is not null) return new Problem.Conflict("no-session", "An API key has no session to end; revoke the key instead.");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Sessions.Where(s => s.PersonId == actor.Person && (everywhere || s.Id == actor.Session)).ExecuteDeleteAsync(ct);
        audit.Add(actor, "session.closed", "person", actor.Person, actor.Name, null, new() { ["everywhere"] = everywhere });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return default(Done);
    }
}
