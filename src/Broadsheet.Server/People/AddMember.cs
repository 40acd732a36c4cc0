using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary><see cref="Name"/> is for a person who is new here; absent, it is what stands before the @.</summary>
internal sealed record AddMemberRequest
{
    public required string Email { get; init; }
    public required Role Role { get; init; }
    public string? Name { get; init; }
}

/// <summary>Adds somebody by address. One who has no account yet gets one, with a link for the first sign-in.</summary>
internal sealed class AddMember(AppDb db, Clock clock, SignInLinks links, AuditLog audit)
{
    private const int LongestName = 100;

    public async Task<Result<MemberWire>> RunAsync(Actor actor, AddMemberRequest request, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        var email = EmailAddress.Read(request.Email);
        var errors = Check(request, email).ToList();
        if (errors.Count > 0) return new Problem.Invalid(errors);

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            var added = await SaveAsync(actor, request, email!, ct);
            await transaction.CommitAsync(ct);
            return added;
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            return new Problem.Invalid("email", "already-member", "This person is a member already.");
        }
    }

    private async Task<MemberWire> SaveAsync(Actor actor, AddMemberRequest request, EmailAddress email, CancellationToken ct)
    {
        var key = email.Key;
        var person = await db.People.SingleOrDefaultAsync(p => p.EmailKey == key, ct);
        string? token = null;
        if (person is null)
        {
            person = db.People.Add(Make(request, email)).Entity;
            await db.SaveChangesAsync(ct);
            token = links.Add(person.Id);
        }

        var member = new MembershipRow { WorkspaceId = actor.Workspace, PersonId = person.Id, Role = request.Role, CreatedAt = clock.Now };
        db.Memberships.Add(member);
        audit.Add(actor, "member.added", "person", person.Id, person.Name, null, new() { ["email"] = person.Email, ["role"] = Word<Role>.Of(member.Role) });
        await db.SaveChangesAsync(ct);
        return MemberWire.Of(member, person) with { SignInPath = token is null ? null : SignInLinks.Path(token) };
    }

    private PersonRow Make(AddMemberRequest request, EmailAddress email) => new()
    {
        Id = new(clock.NewId()),
        Email = email.Text,
        EmailKey = email.Key,
        Name = request.Name?.Trim() ?? email.Text.Split('@')[0],
        SecurityStamp = Stamp.New(),
        CreatedAt = clock.Now,
    };

    public static FieldError BadName { get; } = new("name", "bad-length", $"A name has 1 to {LongestName} characters, on one line.");

    public static bool IsName(string name) => name.Trim().Length is > 0 and <= LongestName && !name.Any(char.IsControl);

    public static IEnumerable<FieldError> Check(AddMemberRequest request, EmailAddress? email)
    {
        if (email is null) yield return new("email", "bad-address", "This is not an e-mail address.", null, "lead@example.com");
        if (MemberRoles.Refuse(request.Role) is { } role) yield return role;
        if (request.Name is not null && !IsName(request.Name)) yield return BadName;
    }
}
