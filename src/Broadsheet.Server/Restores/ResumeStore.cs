using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Restores;

/// <summary>What becomes of what was open at the time of the backup, and of the slots since.</summary>
internal sealed record ResumeRequest
{
    /// <summary>"skip" or "run".</summary>
    public required string Missed { get; init; }
}

/// <summary>
/// A person confirms a restored store. <c>skip</c>: what was waiting is not made and not sent, since it may have been before; each can
/// be retried. <c>run</c>: all goes on as if the server had been away, by each schedule's misfire policy.
/// </summary>
internal sealed class ResumeStore(AppDb db, Clock clock, Recurrences recurrences, AuditLog audit, ScheduleBell bell)
{
    private const string NotMade = "The store was restored from a backup before this run was made: it may have been made before. Retry makes it.";
    private const string MaybeSent = "The store was restored from a backup before this was sent: it may have arrived before. Retry sends it.";

    public async Task<Result<ServerWire>> RunAsync(Actor actor, ResumeRequest request, CancellationToken ct)
    {
        if (!actor.IsOperator) return new Problem.Forbidden("This needs an operator of the server.");
        if (request.Missed is not ("skip" or "run"))
        {
            return new Problem.Invalid("missed", "not-a-choice",
                "“missed” is “skip” (what was open at the time of the backup is not sent: it may have been before) or “run” (it is made and sent).", Nearest.To(request.Missed, ["skip", "run"]));
        }

        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var state = await db.StoreStates.AsNoTracking().SingleOrDefaultAsync(ct);
            if (state?.RestoredAt is not { } since) return new Problem.Conflict("not-restored", "The store is in use: there is nothing to resume.");
            var lineage = clock.NewId();
            var confirmed = await db.StoreStates.Where(s => s.RestoredAt == since).ExecuteUpdateAsync(s => s.SetProperty(r => r.RestoredAt, (Instant?)null)
                .SetProperty(r => r.RestoredWhy, (string?)null).SetProperty(r => r.Lineage, lineage), ct);
            if (confirmed == 0) return new Problem.Conflict("not-restored", "Somebody else has just resumed it.");
            var skipped = request.Missed == "skip" ? await SkipAsync(since, ct) : [];
            foreach (var workspace in await db.Workspaces.Select(w => w.Id).ToListAsync(ct)) Note(actor, workspace, request.Missed, skipped.GetValueOrDefault(workspace), state);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        await bell.RingAsync(ct);
        return ServerWire.Running;
    }

    private void Note(Actor actor, WorkspaceId workspace, string missed, int skipped, StoreStateRow state) =>
        audit.Add(actor with { Workspace = workspace }, "server.resumed", "server", state.Lineage, null, new JsonObject { ["restored"] = state.RestoredWhy },
            new JsonObject { ["missed"] = missed, ["skipped"] = skipped });

    /// <summary>How many runs and deliveries of each workspace are let be.</summary>
    private async Task<Dictionary<WorkspaceId, int>> SkipAsync(Instant since, CancellationToken ct)
    {
        var now = clock.Now;
        var runs = db.Runs.Where(r => (r.Status == RunState.Queued || r.Status == RunState.Running) && r.QueuedAt <= since);
        var deliveries = db.Deliveries.Where(d => (d.Status == DeliveryState.Pending || d.Status == DeliveryState.Sending) && d.CreatedAt <= since);
        var counts = await runs.Select(r => r.WorkspaceId).Concat(deliveries.Select(d => d.WorkspaceId)).GroupBy(w => w).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        await runs.ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Cancelled).SetProperty(r => r.Node, (Guid?)null)
            .SetProperty(r => r.FinishedAt, now).SetProperty(r => r.Reason, NotMade), ct);
        await deliveries.ExecuteUpdateAsync(s => s.SetProperty(d => d.Status, DeliveryState.Unknown).SetProperty(d => d.Node, (Guid?)null)
            .SetProperty(d => d.Error, MaybeSent), ct);
        await MoveOnAsync(now, ct);
        return counts.ToDictionary(c => c.Key, c => c.Count);
    }

    private async Task MoveOnAsync(Instant now, CancellationToken ct)
    {
        var late = await db.Schedules.AsNoTracking().Where(s => s.Enabled && s.NextRunAt <= now).ToListAsync(ct);
        foreach (var workspace in late.GroupBy(s => s.WorkspaceId))
        {
            var calendars = await recurrences.CalendarsAsync(workspace.Key, ct);
            foreach (var row in workspace)
            {
                var next = recurrences.Find(row.ScheduleType, row.ScheduleConfigJson, calendars)?.Next(now) ?? ScheduleRow.Never;
                await db.Schedules.Where(s => s.WorkspaceId == row.WorkspaceId && s.Id == row.Id && s.NextRunAt == row.NextRunAt)
                    .ExecuteUpdateAsync(s => s.SetProperty(r => r.NextRunAt, next), ct);
            }
        }
    }
}
