using System.Text.Json.Nodes;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Schedules;
using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>
/// Takes due slots: one transaction reads schedules that others step over, moves them on and inserts their runs. The unique
/// index on (schedule, slot) is the last arbiter. Nobody sees a moved schedule without its run.
/// </summary>
internal sealed class ScheduleClaims(AppDb db, Clock clock)
{
    /// <param name="workspace">Only its schedules; null for all.</param>
    /// <param name="decide">Pure: from a due schedule to its move and its runs, in order of slot.</param>
    /// <returns>How many schedules were read, and the runs that were really inserted.</returns>
    public async Task<(int Read, IReadOnlyList<NewRun> Runs)> TakeAsync(
        Instant now, int batch, WorkspaceId? workspace, Func<DueSchedule, (ScheduleMove Move, IReadOnlyList<NewRun> Runs)> decide, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var due = await ReadAsync(now, batch, workspace, ct);
        if (due.Count == 0) return (0, []);
        var decisions = due.ConvertAll(d => decide(d));
        var moved = await MoveAsync(decisions.ConvertAll(d => d.Move), ct);
        var runs = decisions.Where(d => moved.Contains(d.Move.Schedule.Id.Value)).SelectMany(d => d.Runs).ToList();
        var inserted = await InsertAsync(runs, now, ct);
        await transaction.CommitAsync(ct);
        return (due.Count, runs.FindAll(r => inserted.Contains(r.Id.Value)));
    }

    /// <summary>The earliest slot of any enabled schedule; null when there is none.</summary>
    public async Task<Instant?> EarliestAsync(CancellationToken ct)
    {
        var next = await db.QueryAsync("select next_run_at from report_schedules where enabled order by next_run_at, id limit 1",
            (d, r) => d.ReadInstant(r, 0), ct);
        return next.Count == 0 || next[0] >= ScheduleRow.Never ? null : next[0];
    }

    /// <summary>Inserts runs whose schedule does not move: a backfill. Returns those whose slot was free.</summary>
    public async Task<IReadOnlyList<NewRun>> InsertAsync(IReadOnlyList<NewRun> runs, CancellationToken ct)
    {
        var inserted = await InsertAsync(runs, clock.Now, ct);
        return [.. runs.Where(r => inserted.Contains(r.Id.Value))];
    }

    private Task<List<DueSchedule>> ReadAsync(Instant now, int batch, WorkspaceId? workspace, CancellationToken ct)
    {
        var mine = workspace is null ? "" : "and s.workspace_id = @workspace";
        var sql = $"""
            select s.workspace_id, s.id, s.name, s.next_run_at, s.schedule_type, s.schedule_config, s.policy, s.template_id,
                (select t.report_type from report_templates t where t.workspace_id = s.workspace_id and t.id = s.template_id),
                s.owner_id,
                (select count(*) from runs r where r.schedule_id = s.id and r.slot is not null and r.trigger <> 'backfill' and r.status = 'queued'),
                (select count(*) from runs r where r.schedule_id = s.id and r.slot is not null and r.trigger <> 'backfill' and r.status = 'running')
            from report_schedules s
            where s.enabled and s.next_run_at <= @now {mine}
            order by s.next_run_at, s.id limit @batch
            {db.Dialect.LockSkippingLocked}
            """;
        (string, object?)[] parameters = workspace is { } w ? [("now", now), ("batch", batch), ("workspace", w.Value)] : [("now", now), ("batch", batch)];
        return db.QueryAsync(sql, (d, r) => new DueSchedule
        {
            Workspace = new(d.ReadGuid(r, 0)),
            Id = new(d.ReadGuid(r, 1)),
            Name = r.GetString(2),
            Due = d.ReadInstant(r, 3),
            Type = r.GetString(4),
            ConfigJson = r.GetString(5),
            PolicyJson = r.GetString(6),
            Template = new(d.ReadGuid(r, 7)),
            ReportType = r.GetString(8),
            Owner = new(d.ReadGuid(r, 9)),
            Waiting = (int)r.GetInt64(10),
            Running = (int)r.GetInt64(11),
        }, ct, parameters);
    }

    private async Task<HashSet<Guid>> MoveAsync(List<ScheduleMove> moves, CancellationToken ct)
    {
        var json = new JsonArray([.. moves.Select(m => (JsonNode)new JsonObject
        {
            ["w"] = m.Schedule.Workspace.ToString(),
            ["i"] = m.Schedule.Id.ToString(),
            ["due"] = SqliteDialect.Format(m.Schedule.Due),
            ["next"] = SqliteDialect.Format(m.Next ?? ScheduleRow.Never),
            ["last"] = m.Last is { } last ? SqliteDialect.Format(last) : null,
        })]);
        return [.. await db.QueryAsync(db.Dialect.MoveSchedulesSql, (d, r) => d.ReadGuid(r, 0), ct, ("moves", new Json(json.ToJsonString())))];
    }

    private async Task<HashSet<Guid>> InsertAsync(IReadOnlyList<NewRun> runs, Instant now, CancellationToken ct)
    {
        if (runs.Count == 0) return [];
        var json = new JsonArray([.. runs.Select(r => (JsonNode)Row(r, now))]);
        return [.. await db.QueryAsync(db.Dialect.InsertRunsSql, (d, r) => d.ReadGuid(r, 0), ct, ("runs", new Json(json.ToJsonString())))];
    }

    private static JsonObject Row(NewRun run, Instant now) => new()
    {
        ["workspace_id"] = run.Schedule.Workspace.ToString(),
        ["id"] = run.Id.ToString(),
        ["schedule_id"] = run.Schedule.Id.ToString(),
        ["schedule_name"] = run.Schedule.Name,
        ["template_id"] = run.Schedule.Template.ToString(),
        ["report_type"] = run.Schedule.ReportType,
        ["trigger"] = Word<RunTrigger>.Of(run.Trigger),
        ["slot"] = SqliteDialect.Format(run.Slot),
        ["status"] = Word<RunState>.Of(run.SkippedBecause is null ? RunState.Queued : RunState.Skipped),
        ["owner_id"] = run.Schedule.Owner.ToString(),
        ["requested_by"] = run.RequestedBy?.ToString(),
        ["queued_at"] = SqliteDialect.Format(now),
        ["not_before"] = SqliteDialect.Format(run.NotBefore),
        ["finished_at"] = run.SkippedBecause is null ? null : SqliteDialect.Format(now),
        ["reason"] = run.SkippedBecause,
        ["exclusive"] = run.Exclusive,
    };
}
