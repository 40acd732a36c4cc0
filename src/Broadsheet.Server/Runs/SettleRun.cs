using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Runs;

/// <summary>Ends a run once no delivery of it is open. Asked after each delivery is recorded, so the last one sees them all.</summary>
internal sealed class SettleRun(AppDb db, Clock clock, RunEnded ended)
{
    public async Task RunAsync(WorkspaceId workspace, RunId id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var states = await db.Deliveries.Where(d => d.WorkspaceId == workspace && d.RunId == id).GroupBy(d => d.Status)
            .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        int Of(DeliveryState state) => states.Where(s => s.Key == state).Sum(s => s.Count);
        if (Of(DeliveryState.Pending) + Of(DeliveryState.Sending) > 0) return;
        var lost = Of(DeliveryState.Failed) + Of(DeliveryState.Unknown);
        var delivering = db.Runs.Where(r => r.WorkspaceId == workspace && r.Id == id && r.Status == RunState.Delivering);
        var cancelled = lost > 0 && await delivering.AnyAsync(r => r.CancelRequested, ct);
        var state = cancelled ? RunState.Cancelled : RunTransitions.AfterDeliveries(Of(DeliveryState.Sent), lost);
        var error = lost == 0 || cancelled ? null : await WhyAsync(workspace, id, lost, ct);
        var now = clock.Now;
        var settled = await delivering
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, state).SetProperty(r => r.FinishedAt, now).SetProperty(r => r.Error, error), ct);
        if (settled != 1) return;
        var run = await db.Runs.AsNoTracking().SingleAsync(r => r.WorkspaceId == workspace && r.Id == id, ct);
        await ended(run, state, error, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Runs whose last delivery was recorded by somebody who died before asking.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        var open = new[] { DeliveryState.Pending, DeliveryState.Sending };
        var forgotten = await db.Runs.Where(r => r.Status == RunState.Delivering
            && !db.Deliveries.Any(d => d.WorkspaceId == r.WorkspaceId && d.RunId == r.Id && open.Contains(d.Status)))
            .OrderBy(r => r.Id).Select(r => new { r.WorkspaceId, r.Id }).Take(200).ToListAsync(ct);
        foreach (var run in forgotten) await RunAsync(run.WorkspaceId, run.Id, ct);
    }

    private async Task<string> WhyAsync(WorkspaceId workspace, RunId id, int lost, CancellationToken ct)
    {
        var first = await db.Deliveries.Where(d => d.WorkspaceId == workspace && d.RunId == id && (d.Status == DeliveryState.Failed || d.Status == DeliveryState.Unknown))
            .OrderBy(d => d.Id).Select(d => new { d.Recipient, d.Error }).FirstAsync(ct);
        return $"{(lost == 1 ? "One recipient was" : $"{lost} recipients were")} not served. {first.Recipient}: {first.Error}";
    }
}
