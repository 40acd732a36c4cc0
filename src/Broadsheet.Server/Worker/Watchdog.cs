using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using NodaTime;

namespace Broadsheet.Server.Worker;

/// <summary>
/// Looks whether work gets done: finds what is late or was missed, keeps the figures for health and metrics, and while all is well
/// calls an outside monitor, which says when the calls stop. It looks on every node, also on those that run no schedules.
/// </summary>
internal sealed partial class Watchdog(IServiceScopeFactory scopes, ClaimStore store, LeaseKeeper lease, Wake wake, Pulse pulse, OutsideMonitor monitor, Clock clock, ILogger<Watchdog> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lease.Registered.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(Period, clock.Time);
            do
            {
                await RoundAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task RoundAsync(CancellationToken ct)
    {
        try
        {
            pulse.Seen = await SeeAsync(ct);
            if (!lease.MayTake) return;
            await using var scope = scopes.CreateAsyncScope();
            var found = await scope.ServiceProvider.GetRequiredService<FindOverdue>().RunAsync(ct);
            if (found > 0)
            {
                Overdue(found);
                wake.Deliveries.Ring();
            }

            if (await monitor.CallAsync(pulse.Seen, ct) is { } trouble) Uncalled(trouble);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            Trouble(e);
        }
    }

    private async Task<PulseSeen> SeeAsync(CancellationToken ct)
    {
        await using var db = store.Open();
        var now = await db.Dialect.NowAsync(db, clock, ct);
        var (due, queued, oldest, nodes, late) = await new EngineState(db).ReadAsync(now, ct);
        var seen = new PulseSeen(now, Since(due, now), queued, Since(oldest, now), nodes, late);
        Meters.Lag.Record(seen.LagSeconds);
        Meters.Queued.Record(seen.Queued);
        Meters.OldestQueued.Record(seen.OldestQueuedSeconds);
        Meters.Nodes.Record(seen.Nodes);
        Meters.Late.Record(seen.Late);
        if (pulse.LastClaim is { } claim) Meters.LastClaim.Record(claim.ToUnixTimeMilliseconds() / 1000.0);
        return seen;
    }

    private static double Since(Instant? from, Instant now) => from is { } at ? Math.Max(0, (now - at).TotalSeconds) : 0;

    [LoggerMessage(LogLevel.Warning, "Found {Count} runs or slots that are late or were missed; their people are told")]
    private partial void Overdue(int count);

    [LoggerMessage(LogLevel.Warning, "The outside monitor was not reached: {Reason}")]
    private partial void Uncalled(string reason);

    [LoggerMessage(LogLevel.Error, "The round of the watchdog failed; trying again shortly")]
    private partial void Trouble(Exception exception);
}
