using NodaTime;

namespace Broadsheet.Server.Storage;

/// <summary>
/// The one row of what the store knows about itself, in statements of its own: it is asked for at every start before anything else, when the
/// first translated query would cost more than all that the start does with the store.
/// </summary>
internal static class StoreStates
{
    /// <summary>Null in a store that was never opened.</summary>
    public static async Task<StoreStateRow?> FindStateAsync(this AppDb db, CancellationToken ct) => (await db.QueryAsync(
        "select id, lineage, generation, place, restored_at, restored_why from store_state",
        (dialect, r) => new StoreStateRow
        {
            Id = r.GetInt32(0),
            Lineage = dialect.ReadGuid(r, 1),
            Generation = r.GetInt64(2),
            Place = r.IsDBNull(3) ? null : r.GetString(3),
            RestoredAt = r.IsDBNull(4) ? null : dialect.ReadInstant(r, 4),
            RestoredWhy = r.IsDBNull(5) ? null : r.GetString(5),
        }, ct)).SingleOrDefault();

    /// <summary>The first state of a new store. Does nothing where there is one.</summary>
    public static Task BeginStateAsync(this AppDb db, Guid lineage, string? place, CancellationToken ct) => db.ExecuteAsync(
        "insert into store_state (id, lineage, generation, place) values (1, @lineage, 0, @place) on conflict do nothing", ct, ("lineage", lineage), ("place", place));

    /// <summary>Counts up, unless the store is paused.</summary>
    public static Task AdvanceStateAsync(this AppDb db, string? place, CancellationToken ct) => db.ExecuteAsync(
        "update store_state set generation = generation + 1, place = @place where restored_at is null", ct, ("place", place));

    /// <summary>Pauses a store that was restored, unless it is paused already.</summary>
    public static Task PauseStateAsync(this AppDb db, Instant since, string why, CancellationToken ct) => db.ExecuteAsync(
        "update store_state set restored_at = @since, restored_why = @why where restored_at is null", ct, ("since", since), ("why", why));

    /// <summary>As <see cref="PauseStateAsync(AppDb, Instant, string, CancellationToken)"/>, of a store that is at another place now.</summary>
    public static Task PauseStateAsync(this AppDb db, Instant since, string why, string? place, CancellationToken ct) => db.ExecuteAsync(
        "update store_state set restored_at = @since, restored_why = @why, place = @place where restored_at is null", ct, ("since", since), ("why", why), ("place", place));
}
