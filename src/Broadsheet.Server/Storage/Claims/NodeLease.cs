using Broadsheet.Core.Runs;
using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>
/// A node's lease, by the database's clock: renewed every few seconds, dead when older than <see cref="Seconds"/>. What a dead
/// node held is taken over by whoever looks first.
/// </summary>
internal sealed class NodeLease(AppDb db)
{
    public const int Seconds = 10;

    /// <summary>A run that took so many workers down with it is not tried again.</summary>
    public const int MostCrashes = 3;

    private const string Cancelled = "runs.node = @node and runs.status = 'running' and runs.cancel_requested";

    private static readonly string Quarantined =
        $"Quarantined: {MostCrashes} workers died while making this report. Look at the server's log and at what the report reads, then retry.";

    /// <returns>The store's clock.</returns>
    public async Task<Instant> RegisterAsync(Guid node, string name, string version, CancellationToken ct) => (await db.QueryAsync($"""
        insert into nodes (id, name, version, started_at, heartbeat_at) values (@node, @name, @version, {db.Dialect.NowSql}, {db.Dialect.NowSql})
        on conflict (id) do update set heartbeat_at = excluded.heartbeat_at returning heartbeat_at
        """, (d, r) => d.ReadInstant(r, 0), ct, ("node", node), ("name", name), ("version", version)))[0];

    /// <summary>
    /// The store's clock, and whether <see cref="CancelledAsync"/> has any; null when the lease is gone: somebody has taken this node for dead,
    /// or the store was restored and waits.
    /// </summary>
    public async Task<(Instant Now, bool Cancelled)?> RenewAsync(Guid node, CancellationToken ct)
    {
        var renewed = await db.QueryAsync($"""
            update nodes set heartbeat_at = {db.Dialect.NowSql}
            where id = @node and not exists (select 1 from store_state where restored_at is not null)
            returning heartbeat_at, case when exists (select 1 from runs where {Cancelled}) then 1 else 0 end
            """, (d, r) => (d.ReadInstant(r, 0), r.GetInt32(1) > 0), ct, ("node", node));
        return renewed.Count == 0 ? null : renewed[0];
    }

    /// <summary>Gives back what the node holds and its lease: a clean end. A run that was under way counts no attempt.</summary>
    /// <param name="neverBegun">Of the deliveries it holds, those of which no byte has left and none will.</param>
    /// <param name="repeatable">Channels over which sending twice does no harm.</param>
    public async Task ReleaseAsync(Guid node, IReadOnlyList<HeldDelivery> neverBegun, Instant now, IReadOnlyList<string> repeatable, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.ExecuteAsync("update runs set status = 'queued', node = null, not_before = @now where node = @node and status = 'running'", ct, ("node", node), ("now", now));
        foreach (var held in neverBegun) await LetGoAsync(held, begun: false, now, ct);
        await OrphanDeliveriesAsync("node = @node", "The server stopped while this was being sent: it may have arrived. Retry sends it again.", now, repeatable, ct, ("node", node));
        await db.ExecuteAsync("delete from nodes where id = @node", ct, ("node", node));
        await transaction.CommitAsync(ct);
    }

    /// <summary>
    /// Takes over what dead nodes held: their runs are queued again as a new attempt or, after <see cref="MostCrashes"/>, failed,
    /// and ended where somebody had cancelled them;
    /// what they were sending is unknown, except over <paramref name="repeatable"/> channels and messages about schedules, where sending twice does no harm.
    /// Returns how many runs and deliveries were touched.
    /// </summary>
    /// <param name="self">The node that looks. It is alive, however a clock that jumped makes its lease appear.</param>
    public async Task<int> TakeOverAsync(Guid self, Instant now, IReadOnlyList<string> repeatable, CancellationToken ct)
    {
        var dead = $"select id from nodes where heartbeat_at < {db.Dialect.SecondsAgoSql(Seconds)} and id <> @self";
        var orphaned = $"(node in ({dead}) or (node <> @self and node not in (select id from nodes)))";
        if (!await AnyAsync(dead, orphaned, self, ct)) return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var touched = await OrphanAsync(orphaned, now, repeatable, ct, ("self", self));
        await db.ExecuteAsync($"delete from nodes where id in ({dead})", ct, ("self", self));
        await transaction.CommitAsync(ct);
        return touched;
    }

    /// <summary>What <paramref name="node"/> holds by the store's account.</summary>
    public async Task<(List<RunId> Runs, List<HeldDelivery> Deliveries)> HeldAsync(Guid node, CancellationToken ct)
    {
        var held = await db.QueryAsync("""
            select workspace_id, id, 0, null from runs where node = @node and status = 'running'
            union all select workspace_id, id, attempts, type from deliveries where node = @node and status = 'sending'
            """, (d, r) => (Workspace: d.ReadGuid(r, 0), Id: d.ReadGuid(r, 1), Attempt: r.GetInt32(2), Type: r.IsDBNull(3) ? null : r.GetString(3)), ct, ("node", node));
        return ([.. held.Where(h => h.Type is null).Select(h => new RunId(h.Id))],
            [.. held.Where(h => h.Type is not null).Select(h => new HeldDelivery(new(h.Workspace), new(h.Id), node, h.Attempt) { Type = h.Type! })]);
    }

    /// <summary>Lets go of a run that nobody makes, as if its worker had died.</summary>
    public Task<int> LetGoAsync(Guid node, RunId run, Instant now, CancellationToken ct) =>
        OrphanAsync("node = @node and id = @id", now, [], ct, ("node", node), ("id", run.Value));

    /// <summary>Lets go of a delivery that nobody sends. One that was never begun keeps its number, which is never given twice, and gets one more.</summary>
    /// <param name="begun">Bytes of it may have left.</param>
    public Task<int> LetGoAsync(HeldDelivery held, bool begun, Instant now, CancellationToken ct) => begun
        ? OrphanAsync("node = @node and id = @id", now, [], ct, ("node", held.Node), ("id", held.Id.Value))
        : db.ExecuteAsync("""
            update deliveries set status = 'pending', node = null, next_attempt_at = @now, max_attempts = max_attempts + 1
            where status = 'sending' and node = @node and id = @id and attempts = @attempt
            """, ct, ("now", now), ("node", held.Node), ("id", held.Id.Value), ("attempt", held.Attempt));

    /// <summary>One look, which is all that it costs while everybody is alive.</summary>
    private async Task<bool> AnyAsync(string dead, string orphaned, Guid self, CancellationToken ct) => (await db.QueryAsync($"""
        select 1 where exists ({dead}) or exists (select 1 from runs where status = 'running' and {orphaned}) or exists (select 1 from deliveries where status = 'sending' and {orphaned})
        """, (_, r) => r.GetInt32(0), ct, ("self", self))).Count > 0;

    private async Task<int> OrphanAsync(string orphaned, Instant now, IReadOnlyList<string> repeatable, CancellationToken ct, params (string Name, object? Value)[] which)
    {
        var touched = await db.ExecuteAsync($"""
            update runs set status = 'cancelled', node = null, crashes = crashes + 1, finished_at = @now
            where status = 'running' and {orphaned} and cancel_requested
            """, ct, [("now", now), .. which]);
        touched += await db.ExecuteAsync($"""
            update runs set status = 'failed', node = null, crashes = crashes + 1, finished_at = @now, error = @quarantined
            where status = 'running' and {orphaned} and crashes + 1 >= {MostCrashes}
            """, ct, [("now", now), ("quarantined", Quarantined), .. which]);
        touched += await db.ExecuteAsync($"""
            update runs set status = 'queued', node = null, attempt = attempt + 1, crashes = crashes + 1, not_before = @now
            where status = 'running' and {orphaned}
            """, ct, [("now", now), .. which]);
        return touched + await OrphanDeliveriesAsync(orphaned, "The worker was lost while this was being sent: it may have arrived. Retry sends it again.", now, repeatable, ct, which);
    }

    private async Task<int> OrphanDeliveriesAsync(string orphaned, string why, Instant now, IReadOnlyList<string> repeatable, CancellationToken ct, params (string Name, object? Value)[] which)
    {
        var types = repeatable.Count > 0 ? $"type in ({string.Join(", ", repeatable.Select(t => $"'{t}'"))}) or " : "";
        var again = await db.ExecuteAsync($"""
            update deliveries set status = 'pending', node = null, next_attempt_at = @now
            where status = 'sending' and {orphaned} and ({types}run_id is null)
            """, ct, [("now", now), .. which]);
        return again + await db.ExecuteAsync($"""
            update deliveries set status = 'unknown', node = null, error = @why where status = 'sending' and {orphaned}
            """, ct, [("why", why), .. which]);
    }

    /// <summary>Runs of this node that somebody wants stopped.</summary>
    public Task<List<RunId>> CancelledAsync(Guid node, CancellationToken ct) => db.QueryAsync(
        $"select id from runs where {Cancelled}",
        (d, r) => new RunId(d.ReadGuid(r, 0)), ct, ("node", node));
}
