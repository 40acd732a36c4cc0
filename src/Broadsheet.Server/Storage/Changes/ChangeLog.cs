using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using NodaTime;

namespace Broadsheet.Server.Storage.Changes;

/// <summary>One change as a reader sees it.</summary>
internal sealed record Change(ChangePoint Point, Instant At, string Type, Guid Object, Guid? Parent, string? Status)
{
    /// <summary>Many objects changed at once; which ones is not told.</summary>
    public bool IsMany => Type == "many";
}

/// <summary>
/// Reads the log of changes in the order of commits, exactly once each: on PostgreSQL a reader stays behind the oldest transaction that
/// is still open; on SQLite there is one writer at a time. Stateless: where a reader stands is its own.
/// </summary>
internal sealed class ChangeLog(AppDb db)
{
    public static readonly Duration Kept = Duration.FromHours(1);

    /// <summary>Its present end.</summary>
    public async Task<ChangePoint> EndAsync(CancellationToken ct) =>
        (await db.QueryAsync($"select {db.Dialect.OldestOpenTransactionSql} - 1, (select coalesce(max(seq), 0) from changes)",
            (_, r) => new ChangePoint(r.GetInt64(0), r.GetInt64(1)), ct))[0];

    /// <summary>True when something after <paramref name="from"/> may have been removed already.</summary>
    public async Task<bool> IsGoneAsync(ChangePoint from, CancellationToken ct)
    {
        var first = (await db.QueryAsync("select coalesce(min(seq), 0) from changes", (_, r) => r.GetInt64(0), ct))[0];
        return from.Seq + 1 < first || (first == 0 && from != await EndAsync(ct));
    }

    /// <summary>Up to <paramref name="most"/> changes after <paramref name="from"/> that this person may know of.</summary>
    public Task<List<Change>> ReadAsync(WorkspaceId workspace, PersonId person, ChangePoint from, int most, CancellationToken ct) => db.QueryAsync(
        $"""
        select transaction_id, seq, at, type, object_id, parent_id, status from changes
        where workspace_id = @workspace and (transaction_id, seq) > (@transaction, @seq) and transaction_id < {db.Dialect.OldestOpenTransactionSql}
          and (person_id is null or person_id = @person)
        order by transaction_id, seq limit @most
        """,
        (d, r) => new Change(new(r.GetInt64(0), r.GetInt64(1)), d.ReadInstant(r, 2), r.GetString(3), d.ReadGuid(r, 4), r.IsDBNull(5) ? null : d.ReadGuid(r, 5), r.IsDBNull(6) ? null : r.GetString(6)),
        ct, ("workspace", workspace.Value), ("person", person.Value), ("transaction", from.Transaction), ("seq", from.Seq), ("most", most));

    /// <summary>True when there are changes whose transactions are done, but not yet all that began before them.</summary>
    public async Task<bool> AreUnsettledAsync(WorkspaceId workspace, CancellationToken ct) =>
        (await db.QueryAsync($"select count(*) from (select 1 from changes where workspace_id = @workspace and transaction_id >= {db.Dialect.OldestOpenTransactionSql} limit 1) t",
            (_, r) => r.GetInt64(0), ct, ("workspace", workspace.Value)))[0] > 0;

    /// <summary>Removes what nobody needs to catch up with any more.</summary>
    public Task TrimAsync(CancellationToken ct) => db.ExecuteAsync($"delete from changes where at < {db.Dialect.SecondsAgoSql((int)Kept.TotalSeconds)}", ct);
}
