using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People.Provider;

/// <summary>
/// Signs in whom the provider names. An account belongs to the provider's subject: the same address at another provider, or an address
/// that has an account with a password, is not enough to get in.
/// </summary>
internal sealed class SignInByProvider(AppDb db, Clock clock, GrantByProvider grant, LogSignIn log)
{
    /// <param name="connecting">Who is signed in and asked to connect this identity; null for a sign-in.</param>
    public async Task<Result<PersonRow>> RunAsync(ProviderIdentity identity, PersonId? connecting, string from, CancellationToken ct)
    {
        var result = await FindOrMakeAsync(identity, connecting, from, ct);
        await log.RunAsync(result.IsOk ? result.Value : null, result.IsOk, identity.Issuer, from, false, ct);
        return result;
    }

    private async Task<Result<PersonRow>> FindOrMakeAsync(ProviderIdentity identity, PersonId? connecting, string from, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var login = await db.ExternalLogins.SingleOrDefaultAsync(l => l.Issuer == identity.Issuer && l.Subject == identity.Subject, ct);
        if (login is not null && connecting is { } wanted && login.PersonId != wanted) return new Problem.Forbidden("This identity belongs to another account here.");
        var person = login is null ? await NewAsync(identity, connecting, ct) : await db.People.SingleAsync(p => p.Id == login.PersonId, ct);
        if (!person.IsOk) return person.Problem;
        if (person.Value.DisabledAt is not null) return new Problem.Forbidden("This account is disabled.");
        await db.SaveChangesAsync(ct);
        if (login is null) db.ExternalLogins.Add(new ExternalLoginRow { Issuer = identity.Issuer, Subject = identity.Subject, PersonId = person.Value.Id, CreatedAt = clock.Now });
        if (login is null && connecting is not null) await log.ConnectedAsync(person.Value, identity.Issuer, from, ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            return new Problem.Conflict("at-once", "This identity has signed in twice at this moment; try again.");
        }

        await grant.RunAsync(person.Value, identity, ct);
        await transaction.CommitAsync(ct);
        return await db.Memberships.AnyAsync(m => m.PersonId == person.Value.Id && m.DisabledAt == null, ct)
            ? person.Value : new Problem.Forbidden("You have no role in any workspace here. Ask an admin to invite you, or whoever gives roles at your provider.");
    }

    /// <summary>The account a new identity gets: that of who is signed in, one that nobody has ever used, or a new one.</summary>
    private async Task<Result<PersonRow>> NewAsync(ProviderIdentity identity, PersonId? connecting, CancellationToken ct)
    {
        if (connecting is { } signedIn) return await db.People.SingleAsync(p => p.Id == signedIn, ct);
        if (identity.Email is not { } email || !identity.EmailVerified) return new Problem.Forbidden("The provider gives no verified e-mail address for you. Sign in another way and connect it, or verify your address there.");
        var key = email.Key;
        var known = await db.People.SingleOrDefaultAsync(p => p.EmailKey == key, ct);
        if (known is null)
        {
            var invited = await db.Invitations.AnyAsync(i => i.EmailKey == key && i.AcceptedAt == null && i.ExpiresAt > clock.Now, ct);
            if (!invited && !grant.Knows(identity)) return new Problem.Forbidden("You have no role in any workspace here. Ask an admin to invite you, or whoever gives roles at your provider.");
            return db.People.Add(new PersonRow
            {
                Id = new(clock.NewId()), Email = email.Text, EmailKey = key, Name = identity.Name ?? email.Text.Split('@')[0], SecurityStamp = Stamp.New(), CreatedAt = clock.Now,
            }).Entity;
        }

        var used = known.PasswordHash is not null || known.IsOperator || await db.ExternalLogins.AnyAsync(l => l.PersonId == known.Id, ct)
            || await db.SignInLinks.AnyAsync(l => l.PersonId == known.Id && l.UsedAt != null, ct);
        return used ? new Problem.Forbidden("There is an account with this address already. Sign in to it as you do, then connect this provider on your page “Profile” (/signin/provider?connect=true).") : known;
    }
}
