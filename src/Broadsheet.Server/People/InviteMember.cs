using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary><see cref="Mail"/> sends the link to them; without it the caller hands it over.</summary>
internal sealed record InviteMemberRequest
{
    public required string Email { get; init; }
    public required Role Role { get; init; }
    public string? Name { get; init; }
    public bool Mail { get; init; }
}

/// <summary>Asks somebody into the workspace. Nothing of theirs exists before they accept; a new invitation takes the place of the old one.</summary>
internal sealed class InviteMember(AppDb db, Clock clock, AuditLog audit, SendLetter send, PublicAddress address)
{
    public static readonly Duration Lifetime = Duration.FromDays(7);

    public async Task<Result<InvitationWire>> RunAsync(Actor actor, InviteMemberRequest request, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        var email = EmailAddress.Read(request.Email);
        var errors = AddMember.Check(new() { Email = request.Email, Role = request.Role, Name = request.Name }, email).ToList();
        if (errors.Count > 0) return new Problem.Invalid(errors);
        var key = email!.Key;
        if (await db.Memberships.AnyAsync(m => m.WorkspaceId == actor.Workspace && db.People.Any(p => p.Id == m.PersonId && p.EmailKey == key), ct))
            return new Problem.Invalid("email", "already-member", "This person is a member already.");

        var (row, token) = Make(actor, request, email);
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await db.Invitations.Where(i => i.WorkspaceId == actor.Workspace && i.EmailKey == key && i.AcceptedAt == null).ExecuteDeleteAsync(ct);
            db.Invitations.Add(row);
            audit.Add(actor, "invitation.created", "invitation", row.Id, row.Email, null, new() { ["email"] = row.Email, ["role"] = Word<Role>.Of(row.Role), ["mail"] = request.Mail });
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
            {
                return new Problem.Conflict("invited-just-now", "Somebody else has invited this person at this moment; look at the list.");
            }

            await transaction.CommitAsync(ct);
        }

        var mailed = request.Mail ? await MailAsync(actor, row, token, ct) : default(Done);
        return InvitationWire.Of(row) with { AcceptPath = Path(token), MailError = mailed.Problem?.Summary };
    }

    /// <summary>Where the token is accepted, below this server's address.</summary>
    public static string Path(string token) => "/invitations/" + token;

    private (InvitationRow Row, string Token) Make(Actor actor, InviteMemberRequest request, EmailAddress email)
    {
        var token = SignInLinks.NewToken();
        return (new InvitationRow
        {
            WorkspaceId = actor.Workspace,
            Id = clock.NewId(),
            Email = email.Text,
            EmailKey = email.Key,
            Name = request.Name?.Trim(),
            Role = request.Role,
            TokenSha256 = SignInLinks.Sha256(token),
            InvitedBy = actor.Person,
            CreatedAt = clock.Now,
            ExpiresAt = clock.Now + Lifetime,
        }, token);
    }

    private async Task<Result<Done>> MailAsync(Actor actor, InvitationRow row, string token, CancellationToken ct)
    {
        var workspace = await db.Workspaces.Where(w => w.Id == actor.Workspace).Select(w => w.Name).SingleAsync(ct);
        var text = $"""
            {actor.Name} invites you to the workspace “{workspace}” on Broadsheet, as {Word<Role>.Of(row.Role)}.

            Accept here, within seven days: {address.Of(Path(token))}

            If you expected nothing like this, do nothing: without the link there is no account.
            """;
        return await send(actor.Workspace, row.Email, $"{actor.Name} invites you to {workspace}", text, ct);
    }
}
