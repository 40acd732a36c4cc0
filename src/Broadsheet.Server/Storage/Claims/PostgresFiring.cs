using Broadsheet.Core.Runs;
using Broadsheet.Server.Schedules;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>A batch of firings in one statement: arrays go over, the ids of the runs come back.</summary>
internal static class PostgresFiring
{
    /// <summary>A batch has many schedules and few reports: each report is looked up once, and a schedule says which of them is its own.</summary>
    private const string Fire = """
        with kinds as materialized (
            select array_agg(t.report_type order by k.n) as names
            from unnest(@tw, @t) with ordinality as k (w, i, n) left join report_templates t on t.workspace_id = k.w and t.id = k.i
        ), moved as (
            update report_schedules s set next_run_at = m.next, last_run_at = coalesce(m.last, s.last_run_at),
                missed_from = case when m.missed then coalesce(s.missed_from, m.due) else s.missed_from end
            from unnest(@place::tid[], @w, @i, @due, @next, @last, @run, @node, @slot, @start, @why, @exclusive, @missed, @kind)
                as m (place, w, i, due, next, last, run, node, slot, start, why, exclusive, missed, kind)
            where s.ctid = m.place and s.workspace_id = m.w and s.id = m.i and s.next_run_at = m.due and s.enabled
            returning s.workspace_id, s.id, s.name, s.template_id, s.owner_id, m.run, m.node, m.slot, m.start, m.why, m.exclusive, m.kind
        )
        insert into runs (workspace_id, id, schedule_id, schedule_name, template_id, report_type, trigger, scheduled_for, slot, status,
            attempt, node, owner_id, queued_at, not_before, started_at, finished_at, reason, exclusive)
        select m.workspace_id, m.run, m.id, m.name, m.template_id, (select names from kinds)[m.kind], @trigger, m.slot, m.slot,
            case when m.why is not null then 'skipped' when m.node is not null then 'running' else 'queued' end,
            1, m.node, m.owner_id, @now, m.start, case when m.node is not null then clock_timestamp() end, case when m.why is not null then @now end, m.why, m.exclusive
        from moved m
        where m.run is not null

        """;

    /// <summary>With a conflict to look out for each row is inserted in two steps, which costs a tenth of a firing.</summary>
    private const string LeavingTaken = "on conflict do nothing ";

    /// <summary>The statement; its plan is tested.</summary>
    public static string Sql(bool leaveTaken) => $"{Fire}{(leaveTaken ? LeavingTaken : "")}returning id";

    public static async Task<HashSet<Guid>> RunAsync(AppDb db, IReadOnlyList<Firing> firings, Instant now, bool leaveTaken, CancellationToken ct) =>
        [.. await db.QueryAsync(Sql(leaveTaken), (d, r) => d.ReadGuid(r, 0), ct, Parameters(firings, now))];

    public static (string, object?)[] Parameters(IReadOnlyList<Firing> firings, Instant now)
    {
        T[] Each<T>(Func<Firing, NewRun?, T> of) => [.. firings.Select(f => of(f, f.Runs.Count > 0 ? f.Runs[0] : null))];
        var reports = new OrderedDictionary<(Guid Workspace, Guid Template), int>();
        var kinds = firings.Select(f => Kind(f.Schedule)).ToArray();
        var trigger = firings.SelectMany(f => f.Runs).FirstOrDefault()?.Trigger ?? RunTrigger.Schedule;
        return
        [
            ("place", Each((f, _) => f.Schedule.Place)), ("w", Each((f, _) => f.Schedule.Workspace.Value)), ("i", Each((f, _) => f.Schedule.Id.Value)),
            ("due", Times(Each((f, _) => (Instant?)f.Schedule.Due))), ("next", Times(Each((f, _) => (Instant?)(f.Next ?? ScheduleRow.Never)))), ("last", Times(Each((f, _) => f.Last))),
            ("run", Array(NpgsqlDbType.Uuid, Each((_, r) => r?.Id.Value))), ("node", Array(NpgsqlDbType.Uuid, Each((_, r) => r?.Node))), ("slot", Times(Each((_, r) => r?.Slot))), ("start", Times(Each((_, r) => r?.NotBefore))),
            ("why", Array(NpgsqlDbType.Text, Each((_, r) => r?.SkippedBecause))), ("exclusive", Each((_, r) => r?.Exclusive ?? false)),
            ("missed", Each((f, _) => f.Missed)), ("kind", kinds), ("tw", reports.Keys.Select(k => k.Workspace).ToArray()), ("t", reports.Keys.Select(k => k.Template).ToArray()), ("trigger", Word<RunTrigger>.Of(trigger)), ("now", now),
        ];

        int Kind(DueSchedule of)
        {
            var report = (of.Workspace.Value, of.Template.Value);
            if (!reports.TryGetValue(report, out var kind)) reports.Add(report, kind = reports.Count + 1);
            return kind;
        }
    }

    private static NpgsqlParameter Times(Instant?[] instants) => Array(NpgsqlDbType.TimestampTz, System.Array.ConvertAll(instants, i => i?.ToDateTimeUtc()));

    private static NpgsqlParameter Array(NpgsqlDbType type, object value) => new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = value };
}
