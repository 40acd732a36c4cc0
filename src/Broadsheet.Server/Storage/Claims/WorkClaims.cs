using Broadsheet.Core.Reports;
using Broadsheet.Core.Workspaces;
using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>
/// Takes queued runs and pending deliveries for a node: each to one node only, workspaces in turn, so that a workspace with
/// thousands waiting does not hold up another's one. What a take costs does not depend on how much waits.
/// </summary>
internal sealed class WorkClaims(AppDb db)
{
    /// <summary>Up to <paramref name="most"/> queued runs, now running on <paramref name="node"/>.</summary>
    /// <param name="turns">Of the loop that asks.</param>
    /// <param name="busy">Reports whose sources have as many readers as they may: not taken.</param>
    public async Task<List<HeldRun>> TakeRunsAsync(Guid node, int most, WorkspaceId? workspace, Instant now, Turns turns, IReadOnlyCollection<TemplateId> busy, CancellationToken ct)
    {
        var limits = new WorkspaceQuotas(db);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var workspaces = await TurnsAsync(WaitingWork.Runs, turns, most, workspace, now, ct);
        var room = await limits.RoomAsync(workspaces, now, ct);
        workspaces.RemoveAll(w => room.TryGetValue(w, out var left) && left <= 0);
        var shares = Turns.Shares(workspaces, most).Select(t => t with { Share = room.TryGetValue(t.Workspace, out var left) ? Math.Min(t.Share, left) : t.Share }).ToList();
        var taken = await db.Dialect.TakeTurnsAsync(db, TakeRunsSql(db.Dialect, busy),
            (d, r) => new HeldRun(new(d.ReadGuid(r, 0)), new(d.ReadGuid(r, 1)), node, r.GetInt32(2)) { Template = new(d.ReadGuid(r, 3)), Schedule = r.IsDBNull(4) ? null : new(d.ReadGuid(r, 4)) },
            shares, ct, ("node", node), ("now", now));
        if (shares.Count > 0) turns.Served(shares[^1].Workspace, taken.Count == shares.Sum(s => s.Share));
        await transaction.CommitAsync(ct);
        return taken;
    }

    /// <param name="busy">Channels of workspaces that have as many messages under way as they may: not taken. The names are the program's own.</param>
    /// <summary>Up to <paramref name="most"/> pending deliveries, now being sent by <paramref name="node"/>; the attempt is counted here, before any byte leaves.</summary>
    public async Task<List<HeldDelivery>> TakeDeliveriesAsync(Guid node, int most, WorkspaceId? workspace, Instant now, Turns turns, IReadOnlyCollection<(WorkspaceId Workspace, string Type)> busy, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var workspaces = await TurnsAsync(WaitingWork.Deliveries, turns, most, workspace, now, ct);
        var shares = Turns.Shares(workspaces, most).ToList();
        var taken = await db.Dialect.TakeTurnsAsync(db, TakeDeliveriesSql(db.Dialect, busy),
            (d, r) => new HeldDelivery(new(d.ReadGuid(r, 0)), new(d.ReadGuid(r, 1)), node, r.GetInt32(2)) { Type = r.GetString(3) },
            shares, ct, ("node", node), ("now", now));
        if (shares.Count > 0) turns.Served(shares[^1].Workspace, taken.Count == shares.Sum(s => s.Share));
        await transaction.CommitAsync(ct);
        return taken;
    }

    /// <summary>
    /// What time it is for all nodes, whether something is due by then, and when the next after that may be taken; null for none. What is due and
    /// is not taken waits for something else, which rings when it ends.
    /// </summary>
    public async Task<(Instant Now, bool Due, Instant? Next)> LookAsync(WaitingWork work, Clock clock, CancellationToken ct) =>
        (await db.QueryAsync(work.LookSql(db.Dialect), (d, r) => (d.ReadInstant(r, 0), r.GetInt32(1) > 0, r.IsDBNull(2) ? (Instant?)null : d.ReadInstant(r, 2)), ct, ("now", clock.Now)))[0];

    /// <summary>
    /// The statement that takes each workspace's share of runs; its plan is tested. The picked rows are locked: naming their state again would
    /// only lead the planner to the queue's index, which it would read whole.
    /// </summary>
    public static string TakeRunsSql(Dialect dialect, IReadOnlyCollection<TemplateId> busy) => $"""
        with picked as materialized (
            {dialect.EachTurn((workspace, share) => $"""
            select r.workspace_id, r.id from runs r
            where r.status = 'queued' and r.workspace_id = {workspace} and r.not_before <= @now
              and (not r.exclusive or not exists (
                select 1 from runs o where o.schedule_id = r.schedule_id and o.exclusive and o.id <> r.id
                  and (o.status = 'running' or (o.status = 'queued' and (o.scheduled_for, o.id) < (r.scheduled_for, r.id)))))
              {(busy.Count == 0 ? "" : $"and r.template_id not in ({string.Join(", ", busy.Select(t => $"'{t.Value:D}'"))})")}
            order by r.not_before, r.id limit {share}
            {dialect.LockSkippingLocked}
            """)}
        )
        update runs set status = 'running', node = @node, started_at = coalesce(runs.started_at, @now)
        from picked
        where runs.workspace_id = picked.workspace_id and runs.id = picked.id
        returning runs.workspace_id, runs.id, runs.attempt, runs.template_id, runs.schedule_id
        """;

    private static string TakeDeliveriesSql(Dialect dialect, IReadOnlyCollection<(WorkspaceId Workspace, string Type)> busy) => $"""
        with picked as materialized (
            {dialect.EachTurn((workspace, share) => $"""
            select d.workspace_id, d.id from deliveries d
            where d.status = 'pending' and d.workspace_id = {workspace} and d.next_attempt_at <= @now
              {string.Concat(busy.Select(b => $"and not (d.workspace_id = '{b.Workspace.Value:D}' and d.type = '{b.Type}') "))}
            order by d.next_attempt_at, d.id limit {share}
            {dialect.LockSkippingLocked}
            """)}
        )
        update deliveries set status = 'sending', node = @node, attempts = attempts + 1
        from picked
        where deliveries.workspace_id = picked.workspace_id and deliveries.id = picked.id
        returning deliveries.workspace_id, deliveries.id, deliveries.attempts, deliveries.type
        """;

    /// <summary>The workspaces whose turn is next, one round at most: from where the last ended, then from the beginning.</summary>
    private async Task<List<WorkspaceId>> TurnsAsync(WaitingWork work, Turns turns, int most, WorkspaceId? workspace, Instant now, CancellationToken ct)
    {
        if (workspace is { } only) return [only];
        if (turns.Again() is { } known) return [.. known];
        var next = await From(turns.After, most);
        if (next.Count < most && turns.After != Guid.Empty) next.AddRange((await From(Guid.Empty, most - next.Count)).Where(w => !next.Contains(w)));
        turns.Looked(next, most);
        return next;

        Task<List<WorkspaceId>> From(Guid after, int count) =>
            db.QueryAsync(work.TurnsSql, (d, r) => new WorkspaceId(d.ReadGuid(r, 0)), ct, ("after", after), ("now", now), ("most", count));
    }
}
