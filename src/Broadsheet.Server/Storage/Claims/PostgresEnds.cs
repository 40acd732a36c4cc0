using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>A batch of ends in one statement.</summary>
internal static class PostgresEnds
{
    /// <summary>The token is compared in a way no index serves: that of running rows is full of dead entries in a storm.</summary>
    private const string End = """
        update runs r set status = e.state, node = null, finished_at = @now, reason = e.reason, error = e.error
        from unnest(@w, @i, @n, @a, @state, @reason, @error) as e (w, i, n, a, state, reason, error)
        where r.workspace_id = e.w and r.id = e.i and (r.status, r.node, r.attempt) is not distinct from ('running', e.n, e.a)
        returning r.id
        """;

    private const string Tell = """
        update report_schedules s set last_status = o.state,
            failures_in_a_row = case o.state when 'failed' then s.failures_in_a_row + 1 when 'skipped' then s.failures_in_a_row else 0 end
        from unnest(@w, @i, @state) as o (w, i, state)
        where s.workspace_id = o.w and s.id = o.i
          and (s.last_status is distinct from o.state or o.state = 'failed' or (o.state <> 'skipped' and s.failures_in_a_row > 0))
        """;

    /// <summary>Runs that went well tell those that do not know it: there is an index of these, and it is small. Its plan is tested.</summary>
    public const string TellWell = """
        update report_schedules s set last_status = 'succeeded', failures_in_a_row = 0
        from unnest(@w, @i) as o (w, i)
        where s.workspace_id = o.w and s.id = o.i and (s.last_status is distinct from 'succeeded' or s.failures_in_a_row > 0)
        """;

    public static async Task<HashSet<Guid>> RecordAsync(AppDb db, IReadOnlyList<RunEnd> ends, Instant now, CancellationToken ct)
    {
        T[] Each<T>(Func<RunEnd, T> of) => [.. ends.Select(of)];
        return [.. await db.QueryAsync(End, (d, r) => d.ReadGuid(r, 0), ct,
            ("w", Each(e => e.Held.Workspace.Value)), ("i", Each(e => e.Held.Id.Value)), ("n", Each(e => e.Held.Node)), ("a", Each(e => e.Held.Attempt)),
            ("state", Each(e => Word<RunState>.Of(e.State))), ("reason", Texts(Each(e => e.Reason))), ("error", Texts(Each(e => e.Error))), ("now", now))];
    }

    public static Task TellAsync(AppDb db, IReadOnlyList<(WorkspaceId Workspace, ScheduleId Schedule, RunState State)> outcomes, CancellationToken ct)
    {
        (string, object?)[] who = [("w", outcomes.Select(o => o.Workspace.Value).ToArray()), ("i", outcomes.Select(o => o.Schedule.Value).ToArray())];
        return outcomes.All(o => o.State == RunState.Succeeded)
            ? db.ExecuteAsync(TellWell, ct, who)
            : db.ExecuteAsync(Tell, ct, [.. who, ("state", outcomes.Select(o => Word<RunState>.Of(o.State)).ToArray())]);
    }

    private static NpgsqlParameter Texts(string?[] texts) => new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = texts };
}
