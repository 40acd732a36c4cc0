using Broadsheet.Core.Workspaces;
using NodaTime;

namespace Broadsheet.Server.Storage;

/// <summary>How many runs of a workspace went well, and how many did not.</summary>
internal static class EndedRuns
{
    /// <summary>Of those that ended since. Not grouped: SQLite then takes the index that has the groups in order, and reads every row that it names.</summary>
    public static async Task<(int Succeeded, int Failed)> EndedRunsAsync(this AppDb db, WorkspaceId workspace, Instant since, CancellationToken ct) => (await db.QueryAsync("""
        select count(*) filter (where status = 'succeeded'), count(*) filter (where status in ('failed', 'partially_failed'))
        from runs where workspace_id = @workspace and finished_at >= @since
        """, (_, r) => (r.GetInt32(0), r.GetInt32(1)), ct, ("workspace", workspace.Value), ("since", since)))[0];
}
