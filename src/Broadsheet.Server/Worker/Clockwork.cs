using Broadsheet.Core.Runs;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using NodaTime;

namespace Broadsheet.Server.Worker;

/// <summary>
/// Finds due slots and queues their runs, in batches, then sleeps until the next slot; changes of schedules ring it awake.
/// Firing is not executing: it never waits for a run. What this node has room for starts as it is fired, the rest is queued.
/// </summary>
internal sealed partial class Clockwork(ClaimStore store, FireOn fire, ReservePlaces reserve, LeaseKeeper lease, Wake wake, Pulse pulse, Clock clock, ILogger<Clockwork> log) : BackgroundService
{
    /// <summary>Another node's change that no notification reported is seen after so long.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lease.Registered.WaitAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested) await wake.Schedules.WaitAsync(await RoundAsync(stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Fires all that is due; how long nothing will be.</summary>
    private async Task<TimeSpan> RoundAsync(CancellationToken ct)
    {
        if (!lease.MayTake) return AfterTrouble;
        try
        {
            await using var db = store.Open();
            await DrainAsync(db, ct);
            var earliest = await new ScheduleClaims(db).EarliestAsync(ct);
            return earliest is { } at ? Until(at, await db.Dialect.NowAsync(db, clock, ct)) : LongestSleep;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            Trouble(e);
            return AfterTrouble;
        }
    }

    /// <summary>One batch after another; a first one that is full is a backlog, and the other claimers help.</summary>
    private async Task DrainAsync(AppDb db, CancellationToken ct)
    {
        using var walk = new DueWalk();
        if (await BatchAsync(db, walk, ct) < db.Dialect.ClaimBatch) return;
        await Task.WhenAll([RestAsync(db, walk, ct), .. Enumerable.Range(1, store.Claimers - 1).Select(_ => Task.Run(() => HelpAsync(walk, ct), ct))]);

        // What another claimer had locked and could not finish lies behind the walk.
        using var behind = new DueWalk();
        await RestAsync(db, behind, ct);
    }

    private async Task HelpAsync(DueWalk walk, CancellationToken ct)
    {
        await using var db = store.Open();
        await RestAsync(db, walk, ct);
    }

    private async Task RestAsync(AppDb db, DueWalk walk, CancellationToken ct)
    {
        while (await BatchAsync(db, walk, ct) == db.Dialect.ClaimBatch && lease.MayTake) { }
    }

    /// <returns>How many schedules were due.</returns>
    private async Task<int> BatchAsync(AppDb db, DueWalk walk, CancellationToken ct)
    {
        using var places = reserve(db.Dialect.ClaimBatch);
        var batch = await fire(db).BatchAsync(null, RunTrigger.Schedule, walk, places?.Room, ct);
        pulse.Claimed(clock.Now);
        places?.Start(batch.Started);
        if (batch.Runs.Count > batch.Started.Count) wake.Runs.Ring();
        return batch.Read;
    }

    /// <summary>Rounded up to the timer's millisecond: waking early would find nothing due and spin.</summary>
    private static TimeSpan Until(Instant at, Instant now)
    {
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling((at - now).TotalMilliseconds) + 1);
        return wait > LongestSleep ? LongestSleep : wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;
    }

    [LoggerMessage(LogLevel.Error, "Due slots could not be claimed; trying again shortly")]
    private partial void Trouble(Exception exception);
}

/// <summary>Firing over a store of the claimer's own.</summary>
internal delegate FireDueSlots FireOn(AppDb db);
