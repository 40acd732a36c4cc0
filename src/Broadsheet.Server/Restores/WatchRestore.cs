using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
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
        var row = await FindAsync(ct) ?? await BeginAsync(place, ct);
        if (row.RestoredAt is { } since) return new Restored(since, row.RestoredWhy!);
        if (Why(row, marker.Read(), place) is { } why)
        {
            var now = clock.Now;
            await db.StoreStates.Where(s => s.RestoredAt == null).ExecuteUpdateAsync(s => s
                .SetProperty(r => r.RestoredAt, now).SetProperty(r => r.RestoredWhy, why).SetProperty(r => r.Place, place), ct);
            await transaction.CommitAsync(ct);
            return new Restored(now, why);
        }

        await db.StoreStates.Where(s => s.RestoredAt == null).ExecuteUpdateAsync(s => s
            .SetProperty(r => r.Generation, r => r.Generation + 1).SetProperty(r => r.Place, place), ct);
        row = (await FindAsync(ct))!;
        await transaction.CommitAsync(ct);
        if (row.RestoredAt is { } meanwhile) return new Restored(meanwhile, row.RestoredWhy!);
        marker.Write(new(row.Lineage, row.Generation));
        return null;
    }

    /// <summary>The state as it stands; changes nothing. Null when nothing is paused.</summary>
    public async Task<Restored?> LookAsync(CancellationToken ct) =>
        await FindAsync(ct) is { RestoredAt: { } since } row ? new Restored(since, row.RestoredWhy!) : null;

    /// <summary>What a person knows who restored a backup in a way that cannot be seen from here.</summary>
    public async Task DeclareAsync(string why, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await FindAsync(ct) is null) await BeginAsync(null, ct);
        var now = clock.Now;
        await db.StoreStates.Where(s => s.RestoredAt == null).ExecuteUpdateAsync(s => s
            .SetProperty(r => r.RestoredAt, now).SetProperty(r => r.RestoredWhy, why), ct);
        await transaction.CommitAsync(ct);
    }

    private static string? Why(StoreStateRow row, StoreMarker.Seen? seen, string? place) => (row, seen) switch
    {
        _ when seen is not null && seen.Lineage == row.Lineage && seen.Generation > row.Generation => "This node has seen it in a later state.",
        _ when row.Place is not null && place is not null && row.Place != place => "The database is a copy: it is not where it was when it was last in use.",
        _ => null,
    };

    private Task<StoreStateRow?> FindAsync(CancellationToken ct) => db.StoreStates.AsNoTracking().SingleOrDefaultAsync(ct);

    private async Task<StoreStateRow> BeginAsync(string? place, CancellationToken ct)
    {
        await db.ExecuteAsync("insert into store_state (id, lineage, generation, place) values (1, @lineage, 0, @place) on conflict do nothing", ct,
            ("lineage", clock.NewId()), ("place", place));
        return (await FindAsync(ct))!;
    }
}
