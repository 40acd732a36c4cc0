using Broadsheet.Server.Storage;

namespace Broadsheet.Server.Http;

/// <summary>
/// Whether this node should get requests: it has started, is not on its way out, and its store answers with this program's schema.
/// </summary>
internal sealed class Readiness(IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, Clock clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<ReadinessWire> CheckAsync(CancellationToken ct)
    {
        var checks = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["started"] = lifetime.ApplicationStarted.IsCancellationRequested ? "ok" : "not yet",
            ["running"] = lifetime.ApplicationStopping.IsCancellationRequested ? "shutting down" : "ok",
            ["store"] = await StoreAsync(ct),
        };
        var ready = checks.Values.All(v => v == "ok");
        return new(ready ? "ready" : "not ready", checks);
    }

    private async Task<string> StoreAsync(CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(Patience, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await StoreCheck.IsCurrentAsync(scope.ServiceProvider.GetRequiredService<AppDb>(), either.Token) ? "ok" : "schema not applied";
        }
        catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException or TimeoutException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return "does not answer";
        }
    }
}
