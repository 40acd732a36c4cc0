namespace Broadsheet.Server.Storage;

/// <summary>Asks the store whether it is there.</summary>
internal static class StoreCheck
{
    /// <summary>True when it has this program's schema, or a newer one beside which this program still runs. Throws when it does not answer.</summary>
    public static async Task<bool> IsCurrentAsync(AppDb db, CancellationToken ct)
    {
        var applied = await db.QueryAsync("select number from schema_scripts", (_, row) => row.GetInt32(0), ct);
        return !SchemaScripts.For(db.Dialect).Select(s => s.Number).Except(applied).Any();
    }

    /// <summary>True while it is a restored one that nobody has confirmed.</summary>
    public static async Task<bool> IsPausedAsync(AppDb db, CancellationToken ct) =>
        (await db.QueryAsync("select 1 from store_state where restored_at is not null", (_, row) => row.GetInt32(0), ct)).Count > 0;

    /// <summary>False in a new store.</summary>
    public static async Task<bool> HasPeopleAsync(AppDb db, CancellationToken ct) =>
        (await db.QueryAsync("select 1 from people limit 1", (_, row) => row.GetInt32(0), ct)).Count > 0;

    /// <summary>True when a next slot was computed with other time zone data than <paramref name="version"/>.</summary>
    public static async Task<bool> HasOtherZonesAsync(AppDb db, string version, CancellationToken ct) =>
        (await db.QueryAsync("select 1 from report_schedules where tzdb_version <> @version limit 1", (_, row) => row.GetInt32(0), ct, ("version", version))).Count > 0;
}
