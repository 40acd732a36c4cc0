using System.Text.Json.Nodes;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Audit;

/// <summary>
/// Removes a workspace's oldest entries. The chain's base moves to the last one removed, so that what is kept still follows from
/// something sealed, and the removal is an entry with that hash.
/// </summary>
internal sealed class TrimAudit(AppDb db, AuditChain chain, AuditLog audit)
{
    private const int Batch = 5_000;

    /// <summary>How many were removed: at most a batch, so that nobody waits long.</summary>
    public async Task<int> RunAsync(WorkspaceId workspace, Instant before, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var head = await AuditChain.LockAsync(db, workspace, ct);

        // In the order of the chain: one young entry keeps all that follow it.
        var young = await db.AuditEntries.Where(e => e.WorkspaceId == workspace && e.At >= before).MinAsync(e => (long?)e.Number, ct) ?? head.Number;
        var through = Math.Min(young - 1, head.BaseNumber + Batch);
        var last = await db.AuditEntries.AsNoTracking().SingleOrDefaultAsync(e => e.WorkspaceId == workspace && e.Number == through, ct);
        if (last is null) return 0;
        var removed = await db.AuditEntries.Where(e => e.WorkspaceId == workspace && e.Number <= through).ExecuteDeleteAsync(ct);
        (head.BaseNumber, head.BaseHash) = (last.Number, last.Hash);
        await chain.SaveAsync(db, head, ct);
        audit.Trimmed(workspace, "audit", new JsonObject { ["through_number"] = last.Number, ["through_hash"] = Convert.ToHexStringLower(last.Hash), ["entries"] = removed });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return removed;
    }
}
