using Broadsheet.Server.Storage;

namespace Broadsheet.Server.Http;

/// <summary>
/// Whether this node should get requests: it has started, is not on its way out, its store answers with this program's schema, and
/// its disk can be written. A store that waits to be resumed is served, so that somebody can resume it.
/// </summary>
internal sealed class Readiness(IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, Clock clock, DataFolder folder)
{
    private const string Ok = "ok";
    private const int Probe = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<ReadinessWire> CheckAsync(CancellationToken ct)
    {
        var (store, paused) = await StoreAsync(ct);
        var checks = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["started"] = lifetime.ApplicationStarted.IsCancellationRequested ? Ok : "not yet",
            ["running"] = lifetime.ApplicationStopping.IsCancellationRequested ? "shutting down" : Ok,
            ["store"] = store,
            ["disk"] = Disk(),
            ["work"] = paused ? "paused: the store was restored from a backup and waits to be resumed" : Ok,
        };
        var status = checks["started"] != Ok || checks["running"] != Ok ? ReadinessWire.NotReady
            : checks["store"] != Ok || checks["disk"] != Ok ? ReadinessWire.Degraded
            : paused ? ReadinessWire.Paused : ReadinessWire.Ready;
        return new(status, checks);
    }

    private async Task<(string State, bool Paused)> StoreAsync(CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(Patience, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            return await StoreCheck.IsCurrentAsync(db, either.Token).WaitAsync(either.Token)
                ? (Ok, await StoreCheck.IsPausedAsync(db, either.Token).WaitAsync(either.Token)) : ("schema not applied", false);
        }
        catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException or TimeoutException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return ("does not answer", false);
        }
    }

    /// <summary>Asked by writing: free space alone says nothing of quotas and of disks that went read-only.</summary>
    private string Disk()
    {
        var path = Path.Combine(folder.Work, $"probe-{clock.NewId()}");
        try
        {
            File.WriteAllBytes(path, new byte[Probe]);
            File.Delete(path);
            return Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Remove(path);
            return "the data folder cannot be written: " + e.Message.Replace(path, "…", StringComparison.Ordinal);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A disk that takes no bytes may take no deletion either; what is left is emptied at the next start.
            return;
        }
    }
}
