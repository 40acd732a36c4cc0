using Broadsheet.Core.Workspaces;
using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>
/// Takes queued runs and pending deliveries for a node: each to one node only, workspaces in turn, so that a workspace with
/// thousands waiting does not hold up another's one.
/// </summary>
internal sealed class WorkClaims(AppDb db)
{
    /// <summary>Up to <paramref name="most"/> queued runs, now running on <paramref name="node"/>.</summary>
    public Task<List<HeldRun>> TakeRunsAsync(Guid node, int most, WorkspaceId? workspace, Instant now, CancellationToken ct)
    {
        var sql = $"""
            with ready as (
                select r.workspace_id, r.id, r.not_before, row_number() over (partition by r.workspace_id order by r.not_before, r.id) as turn
                from runs r
                where r.status = 'queued' and r.not_before <= @now {Mine(workspace, "r")}
                  and (not r.exclusive or not exists (
                    select 1 from runs o where o.schedule_id = r.schedule_id and o.exclusive and o.id <> r.id
                      and (o.status = 'running' or (o.status = 'queued' and (o.scheduled_for, o.id) < (r.scheduled_for, r.id)))))
            ), picked as materialized (
                select workspace_id, id from runs
                where status = 'queued' and (workspace_id, id) in (select workspace_id, id from ready order by turn, not_before, id limit @most)
                {db.Dialect.LockSkippingLocked}
            )
            update runs set status = 'running', node = @node, started_at = coalesce(runs.started_at, @now)
            from picked
            where runs.workspace_id = picked.workspace_id and runs.id = picked.id and runs.status = 'queued'
            returning runs.workspace_id, runs.id, runs.attempt
            """;
        return db.QueryAsync(sql, (d, r) => new HeldRun(new(d.ReadGuid(r, 0)), new(d.ReadGuid(r, 1)), node, r.GetInt32(2)), ct, Parameters(node, most, workspace, now));
    }

    /// <summary>Up to <paramref name="most"/> pending deliveries, now being sent by <paramref name="node"/>; the attempt is counted here, before any byte leaves.</summary>
    public Task<List<HeldDelivery>> TakeDeliveriesAsync(Guid node, int most, WorkspaceId? workspace, Instant now, CancellationToken ct)
    {
        var sql = $"""
            with ready as (
                select d.workspace_id, d.id, d.next_attempt_at, row_number() over (partition by d.workspace_id order by d.next_attempt_at, d.id) as turn
                from deliveries d
                where d.status = 'pending' and d.next_attempt_at <= @now {Mine(workspace, "d")}
            ), picked as materialized (
                select workspace_id, id from deliveries
                where status = 'pending' and (workspace_id, id) in (select workspace_id, id from ready order by turn, next_attempt_at, id limit @most)
                {db.Dialect.LockSkippingLocked}
            )
            update deliveries set status = 'sending', node = @node, attempts = attempts + 1
            from picked
            where deliveries.workspace_id = picked.workspace_id and deliveries.id = picked.id and deliveries.status = 'pending'
            returning deliveries.workspace_id, deliveries.id, deliveries.attempts
            """;
        return db.QueryAsync(sql, (d, r) => new HeldDelivery(new(d.ReadGuid(r, 0)), new(d.ReadGuid(r, 1)), node, r.GetInt32(2)), ct, Parameters(node, most, workspace, now));
    }

    /// <summary>
    /// When, after <paramref name="now"/>, the next queued run may start, and the next delivery may be sent; null for none. What was due
    /// before and was not taken waits for something else, which rings when it ends.
    /// </summary>
    public async Task<(Instant? Run, Instant? Delivery)> EarliestAsync(Instant now, CancellationToken ct)
    {
        var run = await db.QueryAsync("select not_before from runs where status = 'queued' and not_before > @now order by not_before, id limit 1", (d, r) => d.ReadInstant(r, 0), ct, ("now", now));
        var delivery = await db.QueryAsync("select next_attempt_at from deliveries where status = 'pending' and next_attempt_at > @now order by next_attempt_at, id limit 1", (d, r) => d.ReadInstant(r, 0), ct, ("now", now));
        return (run.Count == 0 ? null : run[0], delivery.Count == 0 ? null : delivery[0]);
    }

    private static string Mine(WorkspaceId? workspace, string table) => workspace is null ? "" : $"and {table}.workspace_id = @workspace";

    private static (string, object?)[] Parameters(Guid node, int most, WorkspaceId? workspace, Instant now) => workspace is { } w
        ? [("node", node), ("most", most), ("now", now), ("workspace", w.Value)]
        : [("node", node), ("most", most), ("now", now)];
}
