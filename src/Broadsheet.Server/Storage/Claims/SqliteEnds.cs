using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>A batch of ends by statements that are prepared once, in the transaction of the caller.</summary>
internal static class SqliteEnds
{
    private const string End = """
        update runs set status = @state, node = null, finished_at = @now, reason = @reason, error = @error
        where workspace_id = @w and id = @i and status = 'running' and node = @n and attempt = @a
        """;

    private const string Tell = """
        update report_schedules set last_status = @state,
            failures_in_a_row = case @state when 'failed' then failures_in_a_row + 1 when 'skipped' then failures_in_a_row else 0 end
        where workspace_id = @w and id = @i
          and (last_status is not @state or @state = 'failed' or (@state <> 'skipped' and failures_in_a_row > 0))
        """;

    public static async Task<HashSet<Guid>> RecordAsync(AppDb db, IReadOnlyList<RunEnd> ends, Instant now, CancellationToken ct)
    {
        var ended = new HashSet<Guid>();
        await using var prepared = await SqliteStatement.OpenAsync(db, End, ct, "state", "now", "reason", "error", "w", "i", "n", "a");
        foreach (var end in ends)
        {
            if (prepared.Run(Word<RunState>.Of(end.State), SqliteDialect.Format(now), end.Reason, end.Error, end.Held.Workspace.ToString(), end.Held.Id.ToString(),
                end.Held.Node.ToString("D"), end.Held.Attempt) == 1) ended.Add(end.Held.Id.Value);
        }

        return ended;
    }

    public static async Task TellAsync(AppDb db, IReadOnlyList<(WorkspaceId Workspace, ScheduleId Schedule, RunState State)> outcomes, CancellationToken ct)
    {
        await using var prepared = await SqliteStatement.OpenAsync(db, Tell, ct, "state", "w", "i");
        foreach (var (workspace, schedule, state) in outcomes) prepared.Run(Word<RunState>.Of(state), workspace.ToString(), schedule.ToString());
    }
}
