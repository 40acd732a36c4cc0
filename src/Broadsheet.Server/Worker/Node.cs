using System.Collections.Concurrent;
using Broadsheet.Core.Runs;

namespace Broadsheet.Server.Worker;

/// <summary>
/// This process as the others see it, and the work it holds. When its lease is lost everything in hand is stopped and it goes on
/// under a new id: nothing written under the old one counts. Thread-safe.
/// </summary>
internal sealed class Node(Clock clock) : IDisposable
{
    private readonly ConcurrentDictionary<RunId, CancellationTokenSource> running = new();
    private readonly CancellationTokenSource hardStop = new(Timeout.InfiniteTimeSpan, clock.Time);
    private CancellationTokenSource lease = new();
    private Guid id = clock.NewId();

    public Guid Id => id;

    /// <summary>Cancelled when the lease is lost.</summary>
    public CancellationToken Lease => lease.Token;

    public static string Name => $"{Environment.MachineName}/{Environment.ProcessId}";

    public static string Version { get; } = typeof(Node).Assembly.GetName().Version!.ToString(3);

    /// <summary>Stops all work in hand and takes a new id, to be registered.</summary>
    public void LoseLease()
    {
        var lost = Interlocked.Exchange(ref lease, new CancellationTokenSource());
        id = clock.NewId();
        lost.Cancel();
    }

    /// <summary>Cancelled when a shutdown has waited long enough for work in hand.</summary>
    public CancellationToken HardStop => hardStop.Token;

    /// <summary>Called when the host begins to stop: work in hand may end within <paramref name="grace"/>.</summary>
    public void BeginShutdown(TimeSpan grace) => hardStop.CancelAfter(grace);

    /// <summary>A token for one run: cancelled with the lease, at the end of a shutdown, or when somebody cancels the run.</summary>
    public CancellationTokenSource Begin(RunId run)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(HardStop, Lease);
        running[run] = source;
        return source;
    }

    public void Dispose()
    {
        hardStop.Dispose();
        lease.Dispose();
    }

    public void End(RunId run)
    {
        if (running.TryRemove(run, out var source)) source.Dispose();
    }

    /// <summary>Stops a run if it is in hand here.</summary>
    public void Stop(RunId run)
    {
        if (!running.TryGetValue(run, out var source)) return;
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended at the same moment: there is nothing left to stop.
            return;
        }
    }
}
