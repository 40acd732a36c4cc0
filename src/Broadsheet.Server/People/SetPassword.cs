using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary><see cref="CurrentPassword"/> is needed where there is one.</summary>
internal sealed record SetPasswordRequest
{
    public required string Password { get; init; }
    public string? CurrentPassword { get; init; }
}

/// <summary>Sets one's own password and ends every other session.</summary>
internal sealed class SetPassword(AppDb db, Passwords passwords, AuditLog audit)
{
    /// <summary>The person with the new stamp, for a new session in place of the one that just ended.</summary>
    public async Task<Result<PersonRow>> RunAsync(Actor actor, SetPasswordRequest request, CancellationToken ct)
    {
        if (actor.Key is not null) return new Problem.Forbidden("A password is changed by its person, signed in; an API key cannot.");
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == actor.Person, ct);
        if (Passwords.Refuse("password", request.Password, person.Email) is { } refused) return new Problem.Invalid([refused]);
        if (person.PasswordHash is not null && !passwords.Verify(person.PasswordHash, request.CurrentPassword ?? "", out _))
            return new Problem.Invalid("current_password", "wrong-password", "This is not the present password.");

        var (hash, stamp) = (passwords.Hash(request.Password), Stamp.New());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var changed = await db.People.Where(p => p.Id == person.Id && p.SecurityStamp == person.SecurityStamp)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.PasswordHash, hash).SetProperty(p => p.SecurityStamp, stamp), ct);
        if (changed != 1) return new Problem.Conflict("session-ended", "This session has ended meanwhile; sign in again.");
        await db.Sessions.Where(s => s.PersonId == person.Id).ExecuteDeleteAsync(ct);
        audit.Add(actor, "person.password_changed", "person", person.Id, person.Name);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        person.SecurityStamp = stamp;
        return person;
    }
}
