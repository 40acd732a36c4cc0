using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Runs.Sharing;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;

namespace Broadsheet.Server.Worker;

/// <summary>Makes queued runs, as many at a time as this machine takes. The boundary where a bug in one run ends that run only.</summary>
internal sealed partial class RunWorker(IServiceScopeFactory scopes, ClaimStore store, Node node, LeaseKeeper lease, Wake wake, Clock clock, WorkerSettings settings, SourcePermits permits, ILogger<RunWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim free = new(settings.Runs);
    private readonly Turns turns = new();
    private readonly Gathering inHand = new();

    /// <summary>Nothing waited at the last look.</summary>
    private volatile bool quiet;

    /// <inheritdoc cref="ReservePlaces"/>
    public EagerPlaces? Reserve(int most)
    {
        if (!quiet || wake.Runs.HasRung || !node.MayTake) return null;
        var room = 0;
        while (room < most && free.Wait(0, CancellationToken.None)) room++;
        return room == 0 ? null : new(new(node.Id, room, permits.Busy), Start, GiveBack);
    }

    /// <summary>Takes what is queued now until nothing is or no permit is free, and starts it.</summary>
    /// <param name="workspace">Only its runs; null for all.</param>
    public async Task StartQueuedAsync(WorkspaceId? workspace, CancellationToken ct)
    {
        while (node.MayTake && free.CurrentCount is > 0 and var most && !ct.IsCancellationRequested)
        {
            await using var db = store.Open();
            var now = await db.Dialect.NowAsync(db, clock, ct);
            var taken = await new WorkClaims(db).TakeRunsAsync(node.Id, most, workspace, now, turns, permits.Busy, ct);
            foreach (var run in taken) inHand.Add(OneAsync(run, null));

            if (taken.Count == 0) return;
        }
    }

    /// <summary>Until what is in hand has ended, whoever had it taken; <see cref="Node.RunsEnd"/> bounds that.</summary>
    public Task EndedAsync() => inHand.AllAsync();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await EndedAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Enabled) return;
        await lease.Registered.WaitAsync(stoppingToken);
        while (true) await wake.Runs.WaitAsync(await RoundAsync(stoppingToken), stoppingToken);
    }

    private async Task<TimeSpan> RoundAsync(CancellationToken ct)
    {
        try
        {
            quiet = false;
            Interlocked.MemoryBarrier();
            if (free.CurrentCount == 0) return settings.LongestSleep;
            await using var db = store.Open();
            var (now, due, next) = await new WorkClaims(db).LookAsync(WaitingWork.Runs, clock, ct);
            quiet = !due;
            if (!due) return settings.Until(next, now);
            await StartQueuedAsync(null, ct);
            return free.CurrentCount == 0 ? settings.LongestSleep : settings.Until(next, await db.Dialect.NowAsync(db, clock, ct));
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            Trouble(e);
            return AfterTrouble;
        }
    }

    private void Start(IReadOnlyList<HeldRun> reserved)
    {
        foreach (var run in reserved) inHand.Add(OneAsync(run, Task.CompletedTask));
    }

    /// <summary>Who looked for work meanwhile found no place for it.</summary>
    private void GiveBack(int places)
    {
        free.Release(places);
        if (!quiet) wake.Runs.Ring();
    }

    /// <param name="reserved">Its place, where it has one; null for one that waits for it.</param>
    private async Task OneAsync(HeldRun held, Task? reserved)
    {
        using var stop = node.Begin(held.Id);
        var permit = reserved ?? free.WaitAsync(stop.Token);
        await Task.Yield();
        try
        {
            await permit;
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ExecuteRun>().RunAsync(held, stop.Token);
        }
        catch (Exception e)
        {
            Unexpected(held.Id.Value, e);
        }
        finally
        {
            node.End(held.Id);
            if (permit.IsCompletedSuccessfully) free.Release();
            wake.Runs.Ring();
            wake.Deliveries.Ring();
        }
    }

    [LoggerMessage(LogLevel.Error, "Queued runs could not be taken; trying again shortly")]
    private partial void Trouble(Exception exception);

    [LoggerMessage(LogLevel.Error, "Run {Run} ended unexpectedly; it is tried again shortly")]
    private partial void Unexpected(Guid run, Exception exception);
}
