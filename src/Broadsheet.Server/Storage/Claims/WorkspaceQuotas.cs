using Broadsheet.Core.Workspaces;
using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>
/// How many runs a workspace with limits may still start. Within a transaction, which keeps the limits' rows until its end: of two
/// nodes the second counts what the first took.
/// </summary>
internal sealed class WorkspaceQuotas(AppDb db)
{
    private static readonly Duration Hour = Duration.FromHours(1);

    /// <summary>Runs that waited longer for their start are not counted in the hour: the ids of older ones are not looked through.</summary>
    private static readonly Duration LongestWait = Duration.FromHours(25);

    /// <summary>Only the workspaces of <paramref name="workspaces"/> that have limits, and how many runs they may start now; below 1 none.</summary>
    public async Task<IReadOnlyDictionary<WorkspaceId, int>> RoomAsync(IReadOnlyList<WorkspaceId> workspaces, Instant now, CancellationToken ct)
    {
        var room = new Dictionary<WorkspaceId, int>();
        if (workspaces.Count == 0) return room;
        var names = string.Join(", ", workspaces.Select(w => $"'{w.Value:D}'"));
        var limits = await db.QueryAsync($"""
            select workspace_id, runs_per_hour, concurrent_runs from workspace_limits
            where workspace_id in ({names}) and (runs_per_hour is not null or concurrent_runs is not null)
            order by workspace_id {(db.Dialect.LockSkippingLocked.Length > 0 ? "for update" : "")}
            """, (d, r) => (Workspace: new WorkspaceId(d.ReadGuid(r, 0)), Hourly: r.IsDBNull(1) ? (int?)null : r.GetInt32(1), Concurrent: r.IsDBNull(2) ? (int?)null : r.GetInt32(2)), ct);
        foreach (var limit in limits)
        {
            var left = int.MaxValue;
            if (limit.Concurrent is { } most) left = Math.Min(left, most - await CountAsync("status = 'running'", limit.Workspace, now, ct));
            if (limit.Hourly is { } hourly) left = Math.Min(left, hourly - await CountAsync("id > @oldest and started_at > @hour", limit.Workspace, now, ct));
            room[limit.Workspace] = left;
        }

        return room;
    }

    /// <summary>Those of <paramref name="workspaces"/> that have limits.</summary>
    public async Task<IReadOnlySet<WorkspaceId>> LimitedAsync(IReadOnlyList<WorkspaceId> workspaces, CancellationToken ct) => (await db.QueryAsync(
        $"select workspace_id from workspace_limits where workspace_id {db.Dialect.AmongSql("@workspaces")} and (runs_per_hour is not null or concurrent_runs is not null)",
        (d, r) => new WorkspaceId(d.ReadGuid(r, 0)), ct, ("workspaces", db.Dialect.Ids([.. workspaces.Select(w => w.Value)])))).ToHashSet();

    private async Task<int> CountAsync(string where, WorkspaceId workspace, Instant now, CancellationToken ct)
    {
        var oldest = Guid.CreateVersion7((now - LongestWait).ToDateTimeOffset());
        var count = await db.QueryAsync($"select count(*) from runs where workspace_id = @workspace and {where}", (_, r) => (int)r.GetInt64(0), ct,
            ("workspace", workspace.Value), ("oldest", oldest), ("hour", now - Hour));
        return count[0];
    }
}
