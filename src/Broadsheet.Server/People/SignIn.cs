using Broadsheet.Core.Access;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>Either an address and a password, or the token of a one-time link.</summary>
internal sealed record SignInRequest
{
    public string? Email { get; init; }
    public string? Password { get; init; }
    public string? Token { get; init; }
}

/// <summary>
/// Signs a person in. Unknown, wrong, locked and disabled look and last the same from outside. Ten wrong passwords in a row close
/// the account to passwords for a quarter of an hour.
/// </summary>
internal sealed class SignIn(AppDb db, Clock clock, Passwords passwords, LogSignIn log)
{
    public const int FailuresToLock = 10;
    public static readonly Duration LockedFor = Duration.FromMinutes(15);

    /// <summary>The person, or null when this signs nobody in. Both are in the log of the workspace they are at home in.</summary>
    public async Task<PersonRow?> RunAsync(SignInRequest request, string from, CancellationToken ct)
    {
        var tried = request.Token is null ? await AccountAsync(request.Email ?? "", ct) : null;
        var (person, locks) = request.Token is { } token ? (await ByLinkAsync(token, ct), false) : await ByPasswordAsync(tried, request.Password ?? "", ct);
        await log.RunAsync(person ?? tried, person is not null, request.Token is null ? "password" : "link", from, locks, ct);
        return person;
    }

    private async Task<PersonRow?> AccountAsync(string email, CancellationToken ct)
    {
        var key = EmailAddress.Read(email)?.Key;
        return await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.EmailKey == key, ct);
    }

    /// <summary>Who is let in, and whether this attempt has locked the account.</summary>
    private async Task<(PersonRow? Person, bool Locks)> ByPasswordAsync(PersonRow? person, string password, CancellationToken ct)
    {
        var now = clock.Now;
        if (password.Length > Passwords.Longest) password = "";
        if (!passwords.Verify(person?.PasswordHash, password, out var hashAgain) || person is null)
        {
            return (null, await CountFailureAsync(person?.Id ?? default, now, ct));
        }

        var hash = hashAgain ? passwords.Hash(password) : person.PasswordHash;
        var opened = await db.People
            .Where(p => p.Id == person.Id && p.SecurityStamp == person.SecurityStamp && p.DisabledAt == null && (p.LockedUntil == null || p.LockedUntil <= now))
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.FailedSignIns, 0).SetProperty(p => p.LockedUntil, (Instant?)null).SetProperty(p => p.PasswordHash, hash), ct);
        return (opened == 1 ? person : null, false);
    }

    private async Task<bool> CountFailureAsync(PersonId person, Instant now, CancellationToken ct)
    {
        await db.People.Where(p => p.Id == person && (p.LockedUntil == null || p.LockedUntil <= now))
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.FailedSignIns, p => p.FailedSignIns + 1), ct);
        return await db.People.Where(p => p.Id == person && p.FailedSignIns >= FailuresToLock)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.LockedUntil, now + LockedFor).SetProperty(p => p.FailedSignIns, 0), ct) == 1;
    }

    private async Task<PersonRow?> ByLinkAsync(string token, CancellationToken ct)
    {
        var (now, hash) = (clock.Now, SignInLinks.Sha256(token));
        var used = await db.SignInLinks.Where(l => l.TokenSha256 == hash && l.UsedAt == null && l.ExpiresAt > now)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.UsedAt, now), ct);
        if (used != 1) return null;
        var owner = await db.SignInLinks.Where(l => l.TokenSha256 == hash).Select(l => l.PersonId).SingleAsync(ct);
        return await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == owner && p.DisabledAt == null, ct);
    }
}
