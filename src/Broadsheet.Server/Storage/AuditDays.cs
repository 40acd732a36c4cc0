using System.Globalization;
using Broadsheet.Core.Workspaces;
using NodaTime;

namespace Broadsheet.Server.Storage;

/// <summary>Counts a workspace's audit entries by day (UTC): grouping by day is what the databases say differently.</summary>
internal static class AuditDays
{
    /// <summary>Days with entries, in order; <paramref name="to"/> is excluded.</summary>
    public static Task<List<(string Day, long Count, long Failed)>> CountAsync(AppDb db, WorkspaceId workspace, Instant from, Instant to, CancellationToken ct) =>
        db.QueryAsync($"""
            select {db.Dialect.DaySql("at")}, count(*), sum(case when failed then 1 else 0 end) from audit_entries
            where workspace_id = @workspace and at >= @from and at < @to group by 1 order by 1
            """, (_, row) => (row.GetString(0), row.GetInt64(1), Convert.ToInt64(row.GetValue(2), CultureInfo.InvariantCulture)), ct,
            ("workspace", workspace.Value), ("from", from), ("to", to));
}
