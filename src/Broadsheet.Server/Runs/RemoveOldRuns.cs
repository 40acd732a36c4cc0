using System.Text.Json.Nodes;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Runs;

/// <summary>
/// Forgets runs that ended long ago, with their deliveries and inbox messages. A run that still has files, and the newest of each
/// schedule, which says what it sent last, stay. How many went is an entry of the audit log.
/// </summary>
internal sealed class RemoveOldRuns(AppDb db, AuditLog audit)
{
    private const int Batch = 500;
    private static readonly RunState[] Open = [RunState.Queued, RunState.Running, RunState.Delivering];

    /// <summary>How many went: at most a batch.</summary>
    public async Task<int> RunAsync(WorkspaceId workspace, Instant before, CancellationToken ct)
    {
        var old = await db.Runs.Where(r => r.WorkspaceId == workspace && r.FinishedAt < before && !Open.Contains(r.Status)
                && !db.Artifacts.Any(a => a.WorkspaceId == workspace && a.RunId == r.Id)
                && (r.ScheduleId == null || db.Runs.Any(n => n.WorkspaceId == workspace && n.ScheduleId == r.ScheduleId && n.ScheduledFor > r.ScheduledFor)))
            .OrderBy(r => r.Id).Select(r => r.Id).Take(Batch).ToListAsync(ct);
        if (old.Count == 0) return 0;
        var linked = old.ConvertAll(id => (RunId?)id);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var messages = await db.InboxItems.Where(i => i.WorkspaceId == workspace && linked.Contains(i.RunId)).ExecuteDeleteAsync(ct);
        var deliveries = await db.Deliveries.Where(d => d.WorkspaceId == workspace && linked.Contains(d.RunId)).ExecuteDeleteAsync(ct);
        var removed = await db.Runs.Where(r => r.WorkspaceId == workspace && old.Contains(r.Id) && !Open.Contains(r.Status)).ExecuteDeleteAsync(ct);
        if (removed > 0) audit.Trimmed(workspace, "runs", new JsonObject { ["runs"] = removed, ["deliveries"] = deliveries, ["inbox_messages"] = messages, ["ended_before"] = before.ToString() });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return removed;
    }
}
