using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using NodaTime;

namespace Broadsheet.Server.Worker;

/// <summary>
/// Finds due slots and queues their runs, in batches, then sleeps until the next slot; changes of schedules ring it awake.
/// Firing is not executing: it never waits for a run.
/// </summary>
internal sealed partial class Clockwork(IServiceScopeFactory scopes, LeaseKeeper lease, Wake wake, Clock clock, ILogger<Clockwork> log) : BackgroundService
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
            await using var scope = scopes.CreateAsyncScope();
            var fire = scope.ServiceProvider.GetRequiredService<FireDueSlots>();
            while (lease.MayTake && await fire.BatchAsync(null, Core.Runs.RunTrigger.Schedule, ct) is { Read: > 0 } batch)
            {
                if (batch.Runs.Count > 0) wake.Runs.Ring();
            }

            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            var earliest = await new ScheduleClaims(db, clock).EarliestAsync(ct);
            return earliest is { } at ? Until(at, await db.Dialect.NowAsync(db, clock, ct)) : LongestSleep;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            Trouble(e);
            return AfterTrouble;
        }
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
