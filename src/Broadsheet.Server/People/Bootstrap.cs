using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Broadsheet.Server.People;

/// <summary>
/// Makes the first workspace and operator on an empty store, under the lock of the schema: of several nodes one does it. While that
/// operator has no way in yet, every start gives a new link, for the first one may have scrolled away.
/// </summary>
internal sealed class Bootstrap(AppDb db, Clock clock, Passwords passwords, AuditLog audit, BootstrapSettings settings)
{
    public const string FirstSlug = "main";

    /// <summary>Nobody's address, and yet one: mail to it is written to the outbox, and it may be a recipient. A host without a dot may not.</summary>
    private const string FirstEmail = "operator@broadsheet.invalid";

    /// <summary>Null when there is nothing to do.</summary>
    public async Task<FirstStart?> RunAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Dialect.LockSchemaAsync(db.Database.GetDbConnection(), transaction.GetDbTransaction(), ct);
        var first = await StoreCheck.HasPeopleAsync(db, ct) ? await LockedOutAsync(ct) : await MakeAsync(ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return first;
    }

    /// <summary>A link for the operator of a store in which nobody has ever had a password, a key or a used link.</summary>
    private async Task<FirstStart?> LockedOutAsync(CancellationToken ct)
    {
        if (await db.People.AnyAsync(p => p.PasswordHash != null, ct) || await db.ApiKeys.AnyAsync(ct) || await db.SignInLinks.AnyAsync(l => l.UsedAt != null, ct))
            return null;
        var home = await (
            from person in db.People
            where person.IsOperator && person.DisabledAt == null
            join member in db.Memberships on person.Id equals member.PersonId
            orderby person.CreatedAt, member.CreatedAt
            select new { member.WorkspaceId, person.Id }).FirstOrDefaultAsync(ct);
        return home is null ? null : new(home.WorkspaceId, home.Id, false, new SignInLinks(db, clock).Add(home.Id));
    }

    private async Task<FirstStart> MakeAsync(CancellationToken ct)
    {
        var now = clock.Now;
        var email = settings.Email ?? EmailAddress.Read(FirstEmail)!;
        var person = new PersonRow
        {
            Id = new(clock.NewId()),
            Email = email.Text,
            EmailKey = email.Key,
            Name = email.Text.Split('@')[0],
            PasswordHash = settings.Password is null ? null : passwords.Hash(settings.Password),
            SecurityStamp = Stamp.New(),
            IsOperator = true,
            CreatedAt = now,
        };
        var workspace = new WorkspaceRow { Id = new(clock.NewId()), Slug = FirstSlug, Name = "Main", Timezone = "UTC", WeekStart = 1, CreatedAt = now, UpdatedAt = now };
        db.AddRange(person, workspace);
        await db.SaveChangesAsync(ct);
        db.Add(new MembershipRow { WorkspaceId = workspace.Id, PersonId = person.Id, Role = Role.Admin, CreatedAt = now });
        await db.SaveChangesAsync(ct);
        if (settings.Key is { } key) db.Add(KeyOf(workspace.Id, person.Id, key));
        var actor = new Actor(workspace.Id, person.Id, person.Name, Role.Admin, "first start");
        audit.Add(actor, "workspace.created", "workspace", workspace.Id, workspace.Name);
        audit.Add(actor, "member.added", "person", person.Id, person.Name, null, new() { ["email"] = person.Email, ["role"] = "admin", ["operator"] = true });
        var token = settings.Password is null && settings.Key is null ? new SignInLinks(db, clock).Add(person.Id) : null;
        return new(workspace.Id, person.Id, true, token);
    }

    private ApiKeyRow KeyOf(WorkspaceId workspace, PersonId person, KeyText key) => new()
    {
        WorkspaceId = workspace,
        Id = new(clock.NewId()),
        PublicId = key.PublicId,
        SecretSha256 = key.Sha256(),
        Name = "Bootstrap",
        Role = Role.Admin,
        PersonId = person,
        CreatedAt = clock.Now,
    };
}
