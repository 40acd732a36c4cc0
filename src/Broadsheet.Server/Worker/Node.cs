using System.Collections.Concurrent;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Storage.Claims;

namespace Broadsheet.Server.Worker;

/// <summary>
/// This process as the others see it, and the work it holds. When its lease is lost everything in hand is stopped and it goes on
/// under a new id: nothing written under the old one counts. The lease ends here by the monotonic clock, before it ends by the
/// database's, whether or not anybody could be asked. Thread-safe.
/// </summary>
internal sealed class Node(Clock clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(NodeLease.Seconds - 2);

    private readonly ConcurrentDictionary<RunId, CancellationTokenSource> running = new();
    private readonly CancellationTokenSource runsEnd = new(Timeout.InfiniteTimeSpan, clock.Time);
    private readonly CancellationTokenSource hardStop = new(Timeout.InfiniteTimeSpan, clock.Time);
    private CancellationTokenSource lease = new(Timeout.InfiniteTimeSpan, clock.Time);
    private Guid id = clock.NewId();
    private long renewed;
    private volatile bool registered;
    private volatile bool closing;

    public Guid Id => id;

    /// <summary>The deliveries it sends, or will as soon as their channel has room.</summary>
    public DeliveriesInHand Deliveries { get; } = new();

    /// <summary>Cancelled when the lease is lost.</summary>
    public CancellationToken Lease => lease.Token;

    /// <summary>Whether it may take more work: it holds a lease that is young enough, and is not on its way out.</summary>
    public bool MayTake => registered && !closing && HoldsLease;

    /// <summary>Looks at the clock, not only at a timer: a process that was frozen knows at once that it was.</summary>
    private bool HoldsLease => !lease.IsCancellationRequested && clock.Time.GetElapsedTime(Volatile.Read(ref renewed)) < Patience;

    public static string Name => $"{Environment.MachineName}/{Environment.ProcessId}";

    public static string Version { get; } = typeof(Node).Assembly.GetName().Version!.ToString(3);

    /// <summary>Cancelled when a shutdown has waited long enough for what can be done again: runs, and deliveries that were not begun.</summary>
    public CancellationToken RunsEnd => runsEnd.Token;

    /// <summary>Cancelled when a shutdown has waited long enough for what was begun to be sent: nobody knows then whether it arrived.</summary>
    public CancellationToken HardStop => hardStop.Token;

    /// <summary>The lease is good again.</summary>
    /// <param name="asked">Timestamp from before the store was asked: the lease cannot be younger than that.</param>
    public void Renewed(long asked)
    {
        Volatile.Write(ref renewed, asked);
        registered = true;
        var left = Patience - clock.Time.GetElapsedTime(asked);
        if (left > TimeSpan.Zero) lease.CancelAfter(left);
        else lease.Cancel();
    }

    /// <summary>Stops all work in hand and takes a new id, to be registered.</summary>
    public void LoseLease()
    {
        registered = false;
        var lost = Interlocked.Exchange(ref lease, new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock.Time));
        id = clock.NewId();
        lost.Cancel();
    }

    /// <summary>Called when the host begins to stop: nothing more is taken, work in hand may end within so long.</summary>
    /// <param name="sends">For deliveries that were begun; longer than <paramref name="runs"/>.</param>
    public void BeginShutdown(TimeSpan runs, TimeSpan sends)
    {
        closing = true;
        runsEnd.CancelAfter(runs);
        hardStop.CancelAfter(sends);
    }

    /// <summary>A token for one run: cancelled with the lease, late in a shutdown, or when somebody cancels the run.</summary>
    public CancellationTokenSource Begin(RunId run)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(RunsEnd, Lease);
        running[run] = source;
        return source;
    }

    public void End(RunId run)
    {
        if (running.TryRemove(run, out var source)) source.Dispose();
    }

    /// <summary>A token for one delivery that waits to be begun: cancelled with the lease, and late in a shutdown.</summary>
    public CancellationTokenSource Waiting() => CancellationTokenSource.CreateLinkedTokenSource(RunsEnd, Lease);

    /// <summary>A token for one delivery: cancelled with the lease, and at the end of a shutdown.</summary>
    public CancellationTokenSource Sending() => CancellationTokenSource.CreateLinkedTokenSource(HardStop, Lease);

    public bool HasInHand(RunId run) => running.ContainsKey(run);

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

    public void Dispose()
    {
        runsEnd.Dispose();
        hardStop.Dispose();
        lease.Dispose();
    }
}
