using System.Data.Common;
using System.Text.Json.Nodes;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Schedules;
using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>
/// Takes due slots: one transaction reads schedules that others step over, moves them on and inserts their runs. The unique
/// index on (schedule, slot) is the last arbiter. Nobody sees a moved schedule without its run.
/// </summary>
internal sealed class ScheduleClaims(AppDb db)
{
    /// <param name="workspace">Only its schedules; null for all.</param>
    /// <param name="walk">Along which this drain reads on.</param>
    /// <param name="decide">From due schedules to their moves and runs, each in order of slot.</param>
    /// <returns>The runs are those that were really inserted.</returns>
    public async Task<FiredBatch> TakeAsync(
        Instant now, int batch, WorkspaceId? workspace, DueWalk walk,
        Func<IReadOnlyList<DueSchedule>, Task<IReadOnlyList<Firing>>> decide, CancellationToken ct)
    {
        var from = SlotCursor.Start;
        try
        {
            return await OnceAsync(now, after => LockAsync(from = after), walk, decide, leaveTaken: false, ct);
        }
        catch (DbException e) when (db.Dialect.IsUniqueViolation(e))
        {
            // A slot of the batch has its run already: a backfill's, or one of before an edit. Nothing is done so far.
            using var again = new DueWalk(from);
            return await OnceAsync(now, LockAsync, again, decide, leaveTaken: true, ct);
        }

        Task<List<DueSchedule>> LockAsync(SlotCursor after) => DueAsync(now, batch, workspace, after, ct);
    }

    private async Task<FiredBatch> OnceAsync(
        Instant now, Func<SlotCursor, Task<List<DueSchedule>>> lockDue, DueWalk walk,
        Func<IReadOnlyList<DueSchedule>, Task<IReadOnlyList<Firing>>> decide, bool leaveTaken, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var due = await WithOpenAsync(await walk.ReadAsync(lockDue, ct), ct);
        if (due.Count == 0) return new(0, []);
        var firings = await decide(due);
        var inserted = await db.Dialect.FireAsync(db, firings, now, leaveTaken, ct);
        var others = firings.SelectMany(f => f.Runs.Skip(1)).ToList();
        if (others.Count > 0) inserted.UnionWith(await InsertAsync(others, now, ct));
        await transaction.CommitAsync(ct);
        return new(due.Count, [.. firings.SelectMany(f => f.Runs).Where(r => inserted.Contains(r.Id.Value))])
        {
            Started = [.. firings.Where(f => f.Runs is [{ Node: not null } first, ..] && inserted.Contains(first.Id.Value)).Select(f => Held(f.Schedule, f.Runs[0]))],
        };
    }

    private static HeldRun Held(DueSchedule of, NewRun run) => new(run.Workspace, run.Id, run.Node!.Value, 1) { Template = of.Template, Schedule = of.Id };

    /// <summary>Keeps claims from a schedule until the transaction ends: what it opens for it they count. Waits for a claim under way.</summary>
    public Task HoldAsync(WorkspaceId workspace, ScheduleId schedule, CancellationToken ct) =>
        db.QueryAsync($"select 1 from report_schedules where workspace_id = @workspace and id = @id {db.Dialect.Lock}", (_, r) => r.GetInt32(0), ct, ("workspace", workspace.Value), ("id", schedule.Value));

    /// <summary>The earliest slot of any enabled schedule; null when there is none.</summary>
    public async Task<Instant?> EarliestAsync(CancellationToken ct)
    {
        var next = await db.QueryAsync("select next_run_at from report_schedules where enabled order by next_run_at, id limit 1",
            (d, r) => d.ReadInstant(r, 0), ct);
        return next.Count == 0 || next[0] >= ScheduleRow.Never ? null : next[0];
    }

    /// <summary>Inserts runs whose schedule does not move: a backfill. Returns those whose slot was free.</summary>
    public async Task<HashSet<Guid>> InsertAsync(IReadOnlyList<NewRun> runs, Instant now, CancellationToken ct)
    {
        if (runs.Count == 0) return [];
        var json = new JsonArray([.. runs.Select(r => (JsonNode)Row(r, now))]);
        return [.. await db.QueryAsync(db.Dialect.InsertRunsSql, (d, r) => d.ReadGuid(r, 0), ct, ("runs", new Json(json.ToJsonString())))];
    }

    /// <summary>The statement that finds what is due; its plan is tested.</summary>
    public static string DueSql(Dialect dialect, WorkspaceId? workspace) => $"""
        select s.workspace_id, s.id, s.next_run_at, s.schedule_type, s.schedule_config, s.policy, s.template_id, {dialect.PlaceSql("s")}
        from report_schedules s
        where s.enabled and s.next_run_at <= @now and (s.next_run_at, s.id) > (@at, @id) {(workspace is null ? "" : "and s.workspace_id = @workspace")}
        order by s.next_run_at, s.id limit @batch
        {dialect.LockSkippingLocked}
        """;

    /// <summary>
    /// What is open of the schedules whose ids are @schedules; its plan is tested. It asks for open runs, whose index begins with the schedule:
    /// asked for queued ones, the planner takes the queue's index, which it believes to be empty, and reads all of it for each schedule.
    /// </summary>
    public static string OpenSql(Dialect dialect) => $"""
        select r.schedule_id, sum(case when r.status = 'queued' and r.slot is not null and r.trigger <> 'backfill' then 1 else 0 end),
            sum(case when r.status = 'running' and r.slot is not null and r.trigger <> 'backfill' then 1 else 0 end), max(case when r.exclusive then 1 else 0 end)
        from runs r where r.schedule_id {dialect.AmongSql("@schedules")} and r.status in ('queued', 'running')
        group by r.schedule_id
        """;

    /// <summary>Asked after the schedules are locked: what others have opened for them until then is seen.</summary>
    private async Task<List<DueSchedule>> WithOpenAsync(List<DueSchedule> due, CancellationToken ct)
    {
        if (due.Count == 0) return due;
        var open = (await db.QueryAsync(OpenSql(db.Dialect), (d, r) => (Schedule: d.ReadGuid(r, 0), Waiting: (int)r.GetInt64(1), Running: (int)r.GetInt64(2), Blocked: r.GetInt32(3) > 0), ct,
            ("schedules", db.Dialect.Ids(due.ConvertAll(d => d.Id.Value))))).ToDictionary(o => o.Schedule);
        return open.Count == 0 ? due
            : due.ConvertAll(d => open.TryGetValue(d.Id.Value, out var now) ? d with { Waiting = now.Waiting, Running = now.Running, Blocked = now.Blocked } : d);
    }

    /// <summary>Locks what is due until the transaction ends, and steps over what others have locked.</summary>
    public Task<List<DueSchedule>> DueAsync(Instant now, int batch, WorkspaceId? workspace, SlotCursor after, CancellationToken ct)
    {
        (string, object?)[] parameters = [("now", now), ("batch", batch), ("at", after.At), ("id", after.Id)];
        if (workspace is { } mine) parameters = [.. parameters, ("workspace", mine.Value)];
        return db.QueryAsync(DueSql(db.Dialect, workspace), (d, r) => new DueSchedule
        {
            Workspace = new(d.ReadGuid(r, 0)),
            Id = new(d.ReadGuid(r, 1)),
            Due = d.ReadInstant(r, 2),
            Type = r.GetString(3),
            ConfigJson = r.GetString(4),
            PolicyJson = r.GetString(5),
            Template = new(d.ReadGuid(r, 6)),
            Place = r.GetString(7),
        }, ct, parameters);
    }

    private static JsonObject Row(NewRun run, Instant now) => new()
    {
        ["workspace_id"] = run.Workspace.ToString(),
        ["id"] = run.Id.ToString(),
        ["schedule_id"] = run.Schedule.ToString(),
        ["trigger"] = Word<RunTrigger>.Of(run.Trigger),
        ["slot"] = SqliteDialect.Format(run.Slot),
        ["status"] = Word<RunState>.Of(run.SkippedBecause is null ? RunState.Queued : RunState.Skipped),
        ["requested_by"] = run.RequestedBy?.ToString(),
        ["queued_at"] = SqliteDialect.Format(now),
        ["not_before"] = SqliteDialect.Format(run.NotBefore),
        ["finished_at"] = run.SkippedBecause is null ? null : SqliteDialect.Format(now),
        ["reason"] = run.SkippedBecause,
        ["exclusive"] = run.Exclusive,
    };
}
