using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;

namespace Broadsheet.Server.Worker;

/// <summary>
/// Takes over what dead nodes held, ends runs whose last delivery was recorded by a node that died before it said so, and
/// removes files whose time is over.
/// </summary>
internal sealed partial class Rescuer(IServiceScopeFactory scopes, LeaseKeeper lease, Wake wake, Clock clock, ChannelCatalog channels, ILogger<Rescuer> log)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

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
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            var now = await db.Dialect.NowAsync(db, clock, ct);
            var touched = await new NodeLease(db).TakeOverAsync(now, channels.Repeatable, ct);
            if (touched > 0)
            {
                TookOver(touched);
                wake.Runs.Ring();
                wake.Deliveries.Ring();
            }

            await scope.ServiceProvider.GetRequiredService<SettleRun>().SweepAsync(ct);
            await scope.ServiceProvider.GetRequiredService<ExpireFiles>().RunAsync(now, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Trouble(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Took over {Count} runs and deliveries of nodes that died")]
    private partial void TookOver(int count);

    [LoggerMessage(LogLevel.Error, "The round of the rescuer failed; trying again shortly")]
    private partial void Trouble(Exception exception);
}
