using System.Data.Common;

namespace Broadsheet.Server.Storage;

/// <summary>Saves what has become of work in hand, also when the store is away for a moment just then.</summary>
internal static class Saving
{
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Runs <paramref name="save"/>, each try under a short token of its own, until the store took it. Once <paramref name="stop"/> is
    /// cancelled there is one more try at most: the lease is lost then, and others decide, or the process ends.
    /// </summary>
    /// <param name="save">Changes nothing when it was done already: a try whose answer was lost is made again.</param>
    public static async Task UntilDoneAsync(TimeProvider time, Func<CancellationToken, Task> save, CancellationToken stop)
    {
        while (true)
        {
            var last = stop.IsCancellationRequested;
            using var attempt = new CancellationTokenSource(OneTry, time);
            try
            {
                await save(attempt.Token);
                return;
            }
            catch (Exception e) when (!last && (IsStoreAway(e) || attempt.IsCancellationRequested))
            {
                await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>The store did not answer, or could not write: a later try may succeed.</summary>
    public static bool IsStoreAway(Exception error)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            if (e is TimeoutException or IOException or System.Net.Sockets.SocketException) return true;
            if (e is DbException { IsTransient: true }) return true;
            if (SqliteDialect.IsAway(e)) return true;
        }

        return false;
    }
}
