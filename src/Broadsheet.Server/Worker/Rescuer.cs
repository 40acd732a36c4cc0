using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Notifications;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Changes;
using NodaTime;

namespace Broadsheet.Server.Worker;

/// <summary>
/// Takes over what dead nodes held, lets go of what this node holds without knowing it, ends runs
/// whose last delivery was recorded by a node that died before it said so, removes files whose time is over, and sends the
/// digests whose time has come.
/// </summary>
internal sealed partial class Rescuer(IServiceScopeFactory scopes, OrphanedWork orphaned, LeaseKeeper lease, Wake wake, Clock clock, ILogger<Rescuer> log)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan CollectEvery = TimeSpan.FromHours(1);

    /// <summary>What is swept is of nodes that died between two statements, or is due to the minute.</summary>
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(15);

    /// <summary>Each sweep that removes files is an entry of the audit log.</summary>
    private static readonly TimeSpan ExpireEvery = TimeSpan.FromMinutes(1);

    /// <summary>When orphaned files were last collected; null before the first time.</summary>
    private long? collected;

    /// <summary>When runs were last settled and digests sent; null before the first time.</summary>
    private long? swept;

    /// <summary>When files and changes whose time is over were last removed; null before the first time.</summary>
    private long? expired;

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
        if (!lease.MayTake) return;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            var now = clock.Now;
            var (taken, letGo) = (await orphaned.TakeOverAsync(db, now, ct), await orphaned.LetGoAsync(db, now, ct));
            if (taken > 0) TookOver(taken);
            if (letGo > 0) GaveBack(letGo);
            if (taken + letGo > 0)
            {
                wake.Runs.Ring();
                wake.Deliveries.Ring();
            }

            await SweepAsync(scope, now, ct);
            await ExpireAsync(scope, now, ct);
            await CollectAsync(scope, now, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            Trouble(e);
        }
    }

    private async Task SweepAsync(AsyncServiceScope scope, Instant now, CancellationToken ct)
    {
        if (swept is { } last && clock.Time.GetElapsedTime(last) < SweepEvery) return;
        swept = clock.Time.GetTimestamp();
        await scope.ServiceProvider.GetRequiredService<SettleRun>().SweepAsync(ct);
        if (await scope.ServiceProvider.GetRequiredService<SendDigests>().RunAsync(now, ct) > 0) wake.Deliveries.Ring();
    }

    private async Task ExpireAsync(AsyncServiceScope scope, Instant now, CancellationToken ct)
    {
        if (expired is { } last && clock.Time.GetElapsedTime(last) < ExpireEvery) return;
        expired = clock.Time.GetTimestamp();
        await scope.ServiceProvider.GetRequiredService<ExpireFiles>().RunAsync(now, ct);
        await scope.ServiceProvider.GetRequiredService<ChangeLog>().TrimAsync(ct);
    }

    private async Task CollectAsync(AsyncServiceScope scope, Instant now, CancellationToken ct)
    {
        if (collected is { } last && clock.Time.GetElapsedTime(last) < CollectEvery) return;
        collected = clock.Time.GetTimestamp();
        if (await scope.ServiceProvider.GetRequiredService<CollectOrphans>().RunAsync(now, ct) is > 0 and var files) Collected(files);
    }

    [LoggerMessage(LogLevel.Warning, "Took over {Count} runs and deliveries that nobody was working on any more")]
    private partial void TookOver(int count);

    [LoggerMessage(LogLevel.Warning, "Let go of {Count} runs, deliveries and renders that this server held by the store's account and was not working on")]
    private partial void GaveBack(int count);

    [LoggerMessage(LogLevel.Information, "Removed {Count} files that no run points to")]
    private partial void Collected(int count);

    [LoggerMessage(LogLevel.Error, "The round of the rescuer failed; trying again shortly")]
    private partial void Trouble(Exception exception);
}
