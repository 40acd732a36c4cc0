using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>
/// Who is new chooses <see cref="Password"/> and may say their name. Who has an account is signed in, or gives its password: the link
/// was seen by whoever made it, and proves nothing about the person.
/// </summary>
internal sealed record AcceptInvitationRequest
{
    public required string Token { get; init; }
    public string? Password { get; init; }
    public string? Name { get; init; }
}

/// <summary>What a link opens, for the page that asks for the password.</summary>
internal sealed record OpenInvitationWire(string Email, string? Name, string Workspace, Role Role, bool HasAccount, NodaTime.Instant ExpiresAt);

/// <summary>Makes the person who was invited a member, and the account they lack.</summary>
internal sealed class AcceptInvitation(AppDb db, Clock clock, Passwords passwords, AuditLog audit)
{
    private static readonly Problem.Invalid Dead = new("token", "unknown-token", "This invitation was used, withdrawn, replaced by a newer one, or is older than seven days. Ask for a new one.");

    public async Task<Result<OpenInvitationWire>> ShowAsync(string token, CancellationToken ct)
    {
        if (await FindAsync(token, ct) is not { } row) return new Problem.NotFound("invitation any more");
        var workspace = await db.Workspaces.Where(w => w.Id == row.WorkspaceId).Select(w => w.Name).SingleAsync(ct);
        var known = await db.People.AnyAsync(p => p.EmailKey == row.EmailKey, ct);
        return new OpenInvitationWire(row.Email, row.Name, workspace, row.Role, known, row.ExpiresAt);
    }

    public async Task<Result<PersonRow>> RunAsync(Actor? actor, AcceptInvitationRequest request, string from, CancellationToken ct)
    {
        if (await FindAsync(request.Token, ct) is not { } row) return Dead;
        var person = await db.People.SingleOrDefaultAsync(p => p.EmailKey == row.EmailKey, ct);
        if (Check(actor, request, row, person) is { } wrong) return new Problem.Invalid([wrong]);

        var now = clock.Now;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mine = await db.Invitations.Where(i => i.WorkspaceId == row.WorkspaceId && i.Id == row.Id && i.AcceptedAt == null && i.ExpiresAt > now)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.AcceptedAt, now), ct);
        if (mine != 1) return Dead;
        person ??= db.People.Add(Make(request, row)).Entity;
        try
        {
            await db.SaveChangesAsync(ct);
            db.Memberships.Add(new MembershipRow { WorkspaceId = row.WorkspaceId, PersonId = person.Id, Role = row.Role, CreatedAt = now });
            audit.Add(new Actor(row.WorkspaceId, person.Id, person.Name, row.Role, from), "invitation.accepted", "person", person.Id, person.Name, null,
                new() { ["email"] = person.Email, ["role"] = Word<Role>.Of(row.Role), ["invited_by"] = row.InvitedBy.ToString() });
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            return new Problem.Conflict("already-member", "You are a member already: sign in.");
        }

        await transaction.CommitAsync(ct);
        return person;
    }

    private async Task<InvitationRow?> FindAsync(string token, CancellationToken ct)
    {
        var (hash, now) = (SignInLinks.Sha256(token), clock.Now);
        return await db.Invitations.AsNoTracking().SingleOrDefaultAsync(i => i.TokenSha256 == hash && i.AcceptedAt == null && i.ExpiresAt > now, ct);
    }

    private FieldError? Check(Actor? actor, AcceptInvitationRequest request, InvitationRow row, PersonRow? person)
    {
        if (person is null)
        {
            if (request.Name is not null && !AddMember.IsName(request.Name)) return AddMember.BadName;
            return request.Password is null ? new("password", "required", "Choose a password.") : Passwords.Refuse("password", request.Password, row.Email);
        }

        if (person.DisabledAt is not null) return new("token", "disabled", "This account is disabled; ask an operator of the server.");
        if (actor is { Key: null } && actor.Person == person.Id) return null;
        var right = passwords.Verify(person.PasswordHash, request.Password is { Length: <= Passwords.Longest } given ? given : "", out _);
        return right ? null : new("password", "wrong-password", "You have an account here already: give its password, or sign in first and follow the link again.");
    }

    private PersonRow Make(AcceptInvitationRequest request, InvitationRow row) => new()
    {
        Id = new(clock.NewId()),
        Email = row.Email,
        EmailKey = row.EmailKey,
        Name = request.Name?.Trim() ?? row.Name ?? row.Email.Split('@')[0],
        PasswordHash = passwords.Hash(request.Password!),
        SecurityStamp = Stamp.New(),
        CreatedAt = clock.Now,
    };
}
