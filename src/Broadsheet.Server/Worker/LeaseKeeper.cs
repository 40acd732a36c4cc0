using Broadsheet.Server.Restores;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using NodaTime;

namespace Broadsheet.Server.Worker;

/// <summary>
/// Renews the node's lease, learns the store's time with it, and looks for runs that somebody wants stopped. A node that could not
/// renew for as long as a lease lasts, by its own monotonic clock, stops its work without being told: others take it over then.
/// </summary>
internal sealed partial class LeaseKeeper(IServiceScopeFactory scopes, Node node, OrphanedWork orphaned, Wake wake, Clock clock, ILogger<LeaseKeeper> log) : BackgroundService
{
    /// <summary>Also how long a run goes on after another node was asked to stop it.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OpenEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReleaseTime = TimeSpan.FromSeconds(5);

    private readonly TimeProvider time = clock.Time;
    private long opened;
    private bool told;
    private readonly TaskCompletionSource registered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once the node may take work for the first time; from then on <see cref="MayTake"/> says whether it may now.</summary>
    public Task Registered => registered.Task;

    /// <inheritdoc cref="Node.MayTake"/>
    public bool MayTake => node.MayTake;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = false;
        using var timer = new PeriodicTimer(Beat, time);
        do
        {
            if (known && node.Lease.IsCancellationRequested) known = LetGo();
            known = await BeatAsync(known, stoppingToken);
        }
        while (await NextAsync(timer, stoppingToken));
        if (known) await ReleaseAsync();
    }

    private bool LetGo()
    {
        Lost(node.Id);
        node.LoseLease();
        return false;
    }

    /// <summary>Whether the store knows this node now. A store that hangs is given up on before the lease ends.</summary>
    private async Task<bool> BeatAsync(bool known, CancellationToken ct)
    {
        using var call = CancellationTokenSource.CreateLinkedTokenSource(ct);
        call.CancelAfter(CallTime);
        try
        {
            var asked = time.GetTimestamp();
            var now = known ? await RenewAsync(call.Token) : null;
            if (known && now is null) LetGo();
            if (now is null) (asked, now) = (time.GetTimestamp(), await RegisterAsync(call.Token));
            if (now is null) return false;
            node.Renewed(asked);
            clock.Agree(now.Value, asked);
            if (registered.TrySetResult() || !known) wake.All();
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            Unreachable(e.Message);
            return known;
        }
        catch (OperationCanceledException)
        {
            return known;
        }
    }

    /// <summary>A clean end: what is still in hand goes to whoever is there, at once.</summary>
    private async Task ReleaseAsync()
    {
        using var releasing = new CancellationTokenSource(ReleaseTime, time);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await orphaned.ReleaseAsync(scope.ServiceProvider.GetRequiredService<AppDb>(), clock.Now, releasing.Token);
        }
        catch (Exception e)
        {
            // The lease ends by itself in seconds; a shutdown does not wait for a database that is gone.
            Unreachable(e.Message);
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Null while the store is a restored one that nobody has confirmed.</summary>
    private async Task<Instant?> RegisterAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await OpenAsync(scope, ct) is { } restored)
        {
            if (!told) Paused(restored.Notice);
            told = true;
            return null;
        }

        told = false;
        return await new NodeLease(scope.ServiceProvider.GetRequiredService<AppDb>()).RegisterAsync(node.Id, Node.Name, Node.Version, ct);
    }

    private async Task<Instant?> RenewAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var lease = new NodeLease(scope.ServiceProvider.GetRequiredService<AppDb>());
        if (time.GetElapsedTime(opened) > OpenEvery && await OpenAsync(scope, ct) is not null) return null;
        if (await lease.RenewAsync(node.Id, ct) is not { } renewed) return null;
        if (!renewed.Cancelled) return renewed.Now;
        foreach (var run in await lease.CancelledAsync(node.Id, ct)) node.Stop(run);
        return renewed.Now;
    }

    private Task<Restored?> OpenAsync(AsyncServiceScope scope, CancellationToken ct)
    {
        opened = time.GetTimestamp();
        return scope.ServiceProvider.GetRequiredService<WatchRestore>().OpenAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "{Notice}")]
    private partial void Paused(string notice);

    [LoggerMessage(LogLevel.Warning, "The lease cannot be renewed: {Reason}")]
    private partial void Unreachable(string reason);

    [LoggerMessage(LogLevel.Error, "The lease of node {Node} was lost; its work is taken over. Going on as a new node")]
    private partial void Lost(Guid node);
}
