using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;

namespace Broadsheet.Server.Worker;

/// <summary>
/// Renews the node's lease, and looks for runs that somebody wants stopped. A node that could not renew for as long as a lease
/// lasts, by its own monotonic clock, stops its work without being told: others have taken it over by then.
/// </summary>
internal sealed partial class LeaseKeeper(IServiceScopeFactory scopes, Node node, Clock clock, ILogger<LeaseKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(NodeLease.Seconds - 2);

    private static readonly TimeSpan ReleaseTime = TimeSpan.FromSeconds(5);

    private readonly TimeProvider time = clock.Time;
    private readonly TaskCompletionSource registered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once the node may take work.</summary>
    public Task Registered => registered.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var renewed = time.GetTimestamp();
        var known = false;
        using var timer = new PeriodicTimer(Beat, time);
        do
        {
            try
            {
                known = known ? await RenewAsync(stoppingToken) : await RegisterAsync(stoppingToken);
                renewed = time.GetTimestamp();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Unreachable(e.Message);
                if (known && time.GetElapsedTime(renewed) > Patience)
                {
                    known = false;
                    node.LoseLease();
                }
            }
        }
        while (await NextAsync(timer, stoppingToken));
        if (known) await ReleaseAsync();
    }

    /// <summary>A clean end: what is still in hand goes to whoever is there, at once.</summary>
    private async Task ReleaseAsync()
    {
        using var releasing = new CancellationTokenSource(ReleaseTime, time);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await new NodeLease(scope.ServiceProvider.GetRequiredService<AppDb>()).ReleaseAsync(node.Id, clock.Now, releasing.Token);
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

    private async Task<bool> RegisterAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var lease = new NodeLease(scope.ServiceProvider.GetRequiredService<AppDb>());
        await lease.RegisterAsync(node.Id, Node.Name, Node.Version, ct);
        registered.TrySetResult();
        return true;
    }

    private async Task<bool> RenewAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var lease = new NodeLease(scope.ServiceProvider.GetRequiredService<AppDb>());
        if (!await lease.RenewAsync(node.Id, ct))
        {
            Lost(node.Id);
            node.LoseLease();
            return await RegisterAsync(ct);
        }

        foreach (var run in await lease.CancelledAsync(node.Id, ct)) node.Stop(run);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "The lease cannot be renewed: {Reason}")]
    private partial void Unreachable(string reason);

    [LoggerMessage(LogLevel.Error, "The lease of node {Node} was lost; its work was taken over. Going on as a new node")]
    private partial void Lost(Guid node);
}
