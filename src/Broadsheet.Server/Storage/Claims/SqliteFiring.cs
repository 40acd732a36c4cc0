using Broadsheet.Core.Runs;
using Broadsheet.Server.Schedules;
using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>
/// A batch of firings in one transaction, which is the only writer: each schedule by a statement that is prepared once. In the
/// process a statement costs less than reading its values out of a JSON document.
/// </summary>
internal static class SqliteFiring
{
    private const string Move = """
        update report_schedules set next_run_at = @next, last_run_at = coalesce(@last, last_run_at),
            missed_from = case when @missed then coalesce(missed_from, @due) else missed_from end
        where workspace_id = @w and id = @i and next_run_at = @due and enabled
        """;

    private const string Insert = """
        insert into runs (workspace_id, id, schedule_id, schedule_name, template_id, report_type, trigger, scheduled_for, slot, status,
            attempt, node, owner_id, queued_at, not_before, started_at, finished_at, reason, exclusive)
        select s.workspace_id, @run, s.id, s.name, s.template_id,
            (select t.report_type from report_templates t where t.workspace_id = s.workspace_id and t.id = s.template_id),
            @trigger, @slot, @slot, @status, 1, @node, s.owner_id, @now, @start, @started, @finished, @why, @exclusive
        from report_schedules s where s.workspace_id = @w and s.id = @i
        on conflict do nothing
        """;

    public static async Task<HashSet<Guid>> RunAsync(AppDb db, IReadOnlyList<Firing> firings, Instant now, CancellationToken ct)
    {
        await using var move = await SqliteStatement.OpenAsync(db, Move, ct, "w", "i", "due", "next", "last", "missed");
        await using var insert = await SqliteStatement.OpenAsync(db, Insert, ct, "w", "i", "run", "trigger", "slot", "status", "node", "now", "start", "started", "finished", "why", "exclusive");
        var inserted = new HashSet<Guid>();
        var at = SqliteDialect.Format(now);
        foreach (var firing in firings)
        {
            ct.ThrowIfCancellationRequested();
            var (workspace, id) = (firing.Schedule.Workspace.ToString(), firing.Schedule.Id.ToString());
            var moved = move.Run(workspace, id, SqliteDialect.Format(firing.Schedule.Due), SqliteDialect.Format(firing.Next ?? ScheduleRow.Never), firing.Last is { } last ? SqliteDialect.Format(last) : null,
                firing.Missed ? 1 : 0);
            if (moved == 0 || firing.Runs.Count == 0) continue;
            var run = firing.Runs[0];
            var state = run.SkippedBecause is not null ? RunState.Skipped : run.Node is not null ? RunState.Running : RunState.Queued;
            if (insert.Run(workspace, id, run.Id.ToString(), Word<RunTrigger>.Of(run.Trigger), SqliteDialect.Format(run.Slot), Word<RunState>.Of(state), run.Node?.ToString(), at,
                SqliteDialect.Format(run.NotBefore), state == RunState.Running ? at : null, state == RunState.Skipped ? at : null, run.SkippedBecause, run.Exclusive ? 1 : 0) == 1) inserted.Add(run.Id.Value);
        }

        return inserted;
    }
}
