namespace Broadsheet.Adapters.Sources.Postgres;

/// <summary>A token that ends with the caller's or with the query's time, and knows which it was.</summary>
internal sealed class QueryClock : IDisposable
{
    private readonly CancellationTokenSource timeout;
    private readonly CancellationTokenSource either;

    public QueryClock(TimeSpan limit, TimeProvider time, CancellationToken ct)
    {
        timeout = new(limit, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        Cancelled = ct;
    }

    public CancellationToken Token => either.Token;

    /// <summary>The caller's own.</summary>
    public CancellationToken Cancelled { get; }

    /// <summary>True when the time is over and the caller did not cancel.</summary>
    public bool IsOver => timeout.IsCancellationRequested && !Cancelled.IsCancellationRequested;

    public void Dispose()
    {
        either.Dispose();
        timeout.Dispose();
    }
}
