using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>The invitations that wait, and their withdrawal.</summary>
internal sealed class ListInvitations(AppDb db, AuditLog audit)
{
    public async Task<Result<Page<InvitationWire>>> RunAsync(Actor actor, PageQuery page, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        var asked = page.Read();
        if (!asked.IsOk) return asked.Problem;
        var (limit, before) = asked.Value;
        var rows = await db.Invitations.AsNoTracking().Where(i => i.WorkspaceId == actor.Workspace && i.AcceptedAt == null && i.Id < before)
            .OrderByDescending(i => i.Id).Take(limit + 1).ToListAsync(ct);
        return Page<InvitationWire>.Of(rows, limit, i => i.Id, InvitationWire.Of);
    }

    public async Task<Result<InvitationWire>> FindAsync(Actor actor, Guid id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        var row = await db.Invitations.AsNoTracking().SingleOrDefaultAsync(i => i.WorkspaceId == actor.Workspace && i.Id == id && i.AcceptedAt == null, ct);
        return row is null ? new Problem.NotFound("invitation") : InvitationWire.Of(row);
    }

    /// <summary>Its link accepts nothing from now on.</summary>
    public async Task<Result<Done>> WithdrawAsync(Actor actor, Guid id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        var row = await db.Invitations.SingleOrDefaultAsync(i => i.WorkspaceId == actor.Workspace && i.Id == id && i.AcceptedAt == null, ct);
        if (row is null) return new Problem.NotFound("invitation");
        db.Invitations.Remove(row);
        audit.Add(actor, "invitation.withdrawn", "invitation", id, row.Email, new() { ["email"] = row.Email, ["role"] = Word<Role>.Of(row.Role) });
        await db.SaveChangesAsync(ct);
        return default(Done);
    }
}
