using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Recipients;

/// <summary>Who waits for approval or was decided on, and who wants nothing.</summary>
internal sealed class ListRecipients(AppDb db, AuditLog audit)
{
    public async Task<Result<Page<ApprovalWire>>> ApprovalsAsync(Actor actor, PageQuery page, string? status, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var read = page.Read();
        var errors = read.Problem is Problem.Invalid invalid ? [.. invalid.Errors] : new List<FieldError>();
        var rows = db.Approvals.AsNoTracking().Where(a => a.WorkspaceId == actor.Workspace);
        if (status is not null && Word<ApprovalState>.Find(status) is { } state) rows = rows.Where(a => a.Status == state);
        else if (status is not null) errors.Add(new("status", "unknown-status", "“status” is waiting, approved or refused.", null, Nearest.To(status, Word<ApprovalState>.All)));
        if (errors.Count > 0) return new Problem.Invalid(errors);
        var before = read.Value.Before;
        var found = await rows.Where(a => a.Id < before).OrderByDescending(a => a.Id).Take(read.Value.Limit + 1).ToListAsync(ct);
        return Page<ApprovalWire>.Of(found, read.Value.Limit, a => a.Id, ApprovalWire.Of);
    }

    public async Task<Result<Page<SuppressionWire>>> SuppressionsAsync(Actor actor, PageQuery page, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var read = page.Read();
        if (!read.IsOk) return read.Problem;
        var before = read.Value.Before;
        var found = await db.Suppressions.AsNoTracking().Where(s => s.WorkspaceId == actor.Workspace && s.Id < before).OrderByDescending(s => s.Id).Take(read.Value.Limit + 1).ToListAsync(ct);
        return Page<SuppressionWire>.Of(found, read.Value.Limit, s => s.Id, SuppressionWire.Of);
    }

    /// <summary>An admin takes it back, at the recipient's wish.</summary>
    public async Task<Result<Done>> LiftAsync(Actor actor, Guid id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        var row = await db.Suppressions.SingleOrDefaultAsync(s => s.WorkspaceId == actor.Workspace && s.Id == id, ct);
        if (row is null) return new Problem.NotFound("suppression");
        db.Suppressions.Remove(row);
        audit.Add(actor, "recipient.resubscribed", "recipient", id, row.Address);
        await db.SaveChangesAsync(ct);
        return default(Done);
    }
}
