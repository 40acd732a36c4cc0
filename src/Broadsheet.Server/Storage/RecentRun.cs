using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using NodaTime;

namespace Broadsheet.Server.Storage;

/// <summary>A run as a bar: how it ended and how long it took.</summary>
internal sealed record RecentRun(Guid Id, ScheduleId Schedule, string Status, Instant ScheduledFor, Instant? StartedAt, Instant? FinishedAt)
{
    /// <summary>
    /// The last <paramref name="each"/> runs of each schedule, newest first: one branch a schedule, so that each is a few steps in an index,
    /// whatever the length of the history.
    /// </summary>
    public static async Task<ILookup<ScheduleId, RecentRun>> OfAsync(AppDb db, WorkspaceId workspace, IReadOnlyList<ScheduleId> schedules, int each, CancellationToken ct)
    {
        if (schedules.Count == 0) return Array.Empty<RecentRun>().ToLookup(r => r.Schedule);
        var rows = await db.QueryAsync(Sql(schedules.Count),
            (d, r) => new RecentRun(d.ReadGuid(r, 0), new(d.ReadGuid(r, 1)), r.GetString(2), d.ReadInstant(r, 3), r.IsDBNull(4) ? null : d.ReadInstant(r, 4), r.IsDBNull(5) ? null : d.ReadInstant(r, 5)),
            ct, [("workspace", workspace.Value), ("each", each), .. schedules.Select((s, i) => ($"s{i}", (object?)s.Value))]);
        return rows.ToLookup(r => r.Schedule);
    }

    /// <summary>The statement for so many schedules; its plan is tested.</summary>
    public static string Sql(int schedules) => string.Join("\nunion all\n", Enumerable.Range(0, schedules).Select(i => $"""
        select * from (select id, schedule_id, status, scheduled_for, started_at, finished_at from runs
        where workspace_id = @workspace and schedule_id = @s{i} order by scheduled_for desc, id desc limit @each) b{i}
        """));
}
