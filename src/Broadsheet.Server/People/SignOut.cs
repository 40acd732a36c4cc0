using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>Ends the person's sessions: all of them, so that a copied cookie is worth nothing either.</summary>
internal sealed class SignOut(AppDb db, AuditLog audit)
{
    public async Task<Result<Done>> RunAsync(Actor actor, CancellationToken ct)
    {
        if (actor.Key is not null) return new Problem.Conflict("no-session", "An API key has no session to end; revoke the key instead.");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var stamp = Stamp.New();
        await db.People.Where(p => p.Id == actor.Person).ExecuteUpdateAsync(s => s.SetProperty(p => p.SecurityStamp, stamp), ct);
        audit.Add(actor, "session.closed", "person", actor.Person, actor.Name);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return default(Done);
    }
}
