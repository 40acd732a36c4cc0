using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>Counts what waits and who is there.</summary>
internal sealed class EngineState(AppDb db)
{
    public async Task<(Instant? OldestDue, long Queued, Instant? OldestQueued, long Nodes, long Late)> ReadAsync(Instant now, CancellationToken ct)
    {
        var due = await db.QueryAsync("select next_run_at from report_schedules where enabled and next_run_at <= @now order by next_run_at, id limit 1", (d, r) => d.ReadInstant(r, 0), ct, ("now", now));
        var queue = await db.QueryAsync("select count(*), min(not_before) from runs where status = 'queued' and not_before <= @now",
            (d, r) => (r.GetInt64(0), r.IsDBNull(1) ? (Instant?)null : d.ReadInstant(r, 1)), ct, ("now", now));
        var nodes = await db.QueryAsync($"select count(*) from nodes where heartbeat_at >= {db.Dialect.SecondsAgoSql(NodeLease.Seconds)}", (_, r) => r.GetInt64(0), ct);
        var late = await db.QueryAsync("select count(*) from runs where status in ('queued', 'running') and late_at is not null", (_, r) => r.GetInt64(0), ct);
        return (due.Count == 0 ? null : due[0], queue[0].Item1, queue[0].Item2, nodes[0], late[0]);
    }
}
