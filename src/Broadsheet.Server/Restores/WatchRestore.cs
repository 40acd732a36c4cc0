using Broadsheet.Server.Storage;
using NodaTime;

namespace Broadsheet.Server.Restores;

/// <summary>A store that was restored from a backup and that nobody has confirmed yet.</summary>
internal sealed record Restored(Instant Since, string Why)
{
    /// <summary>For a console, and for whoever is refused.</summary>
    public string Notice => $"This store was restored from a backup. {Why} Nothing is run and nothing is sent until an operator says what becomes of what "
        + "was open at the time of the backup: POST /api/v1/server/resume, or “store resume” on the command line.";
}

/// <summary>
/// Sees that a store was restored: it is at another place than when it was last open, or at an earlier state than this node has
/// seen it in. From then on it is paused for every node, until a person confirms.
/// </summary>
internal sealed class WatchRestore(AppDb db, Clock clock, StoreMarker marker)
{
    /// <summary>Opens the store for work, or says why not. Called at start, at each registration and now and then.</summary>
    public async Task<Restored?> OpenAsync(CancellationToken ct)
    {
        var place = await StorePlace.OfAsync(db, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var row = await db.FindStateAsync(ct) ?? await BeginAsync(place, ct);
        if (row.RestoredAt is { } since) return new Restored(since, row.RestoredWhy!);
        if (Why(row, marker.Read(), place) is { } why)
        {
            var now = clock.Now;
            await db.PauseStateAsync(now, why, place, ct);
            await transaction.CommitAsync(ct);
            return new Restored(now, why);
        }

        await db.AdvanceStateAsync(place, ct);
        row = (await db.FindStateAsync(ct))!;
        await transaction.CommitAsync(ct);
        if (row.RestoredAt is { } meanwhile) return new Restored(meanwhile, row.RestoredWhy!);
        marker.Write(new(row.Lineage, row.Generation));
        return null;
    }

    /// <summary>The state as it stands; changes nothing. Null when nothing is paused.</summary>
    public async Task<Restored?> LookAsync(CancellationToken ct) =>
        await db.FindStateAsync(ct) is { RestoredAt: { } since } row ? new Restored(since, row.RestoredWhy!) : null;

    /// <summary>What a person knows who restored a backup in a way that cannot be seen from here.</summary>
    public async Task DeclareAsync(string why, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.FindStateAsync(ct) is null) await BeginAsync(null, ct);
        await db.PauseStateAsync(clock.Now, why, ct);
        await transaction.CommitAsync(ct);
    }

    private static string? Why(StoreStateRow row, StoreMarker.Seen? seen, string? place) => (row, seen) switch
    {
        _ when seen is not null && seen.Lineage == row.Lineage && seen.Generation > row.Generation => "This node has seen it in a later state.",
        _ when row.Place is not null && place is not null && row.Place != place => "The database is a copy: it is not where it was when it was last in use.",
        _ => null,
    };

    private async Task<StoreStateRow> BeginAsync(string? place, CancellationToken ct)
    {
        await db.BeginStateAsync(clock.NewId(), place, ct);
        return (await db.FindStateAsync(ct))!;
    }
}
