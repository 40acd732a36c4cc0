using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Core.Reports.Tables;
using NodaTime;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>
/// Runs each query of a report exactly once, over one session a source: spooled when several parts read it, else straight to
/// its only reader.
/// </summary>
internal sealed class QueryRuns(RenderRequest request, ResolvedFilters filters, DateTimeZone zone) : IAsyncDisposable
{
    private readonly Dictionary<string, IDataSession> sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ObservedRows> seen = new(StringComparer.Ordinal);
    private readonly List<Spool> spools = [];
    private readonly Dictionary<string, ContentDigest> digests = new(StringComparer.Ordinal);

    /// <summary>Of all queries in the document's order, however they were read; once they were.</summary>
    public string ContentHash
    {
        get
        {
            var all = new ContentDigest();
            foreach (var query in request.Document.Queries) all.Add(digests[query.Name]);
            return all.ToString();
        }
    }

    public long Rows => seen.Values.Sum(r => r.Summary.RowCount);

    /// <summary>What is known of a query once it was read; only then.</summary>
    public TableSummary Summary(string query) => seen[query] is { Ended: true } rows ? rows.Summary
        : throw new InvalidOperationException($"Query {query} has not been read to its end.");

    /// <summary>A table that runs its query when it is opened, which happens once.</summary>
    public ReportTable Direct(Query query) => new(query.Name, ct => OpenAsync(query, ct), () => Summary(query.Name));

    /// <summary>Runs the query now, and gives a table that can be opened any number of times.</summary>
    public async Task<ReportTable> SpoolAsync(Query query, CancellationToken ct)
    {
        var spool = new Spool(request.Folder, request.Limits, query.Name);
        spools.Add(spool);
        var writer = new SpoolWriter(spool);
        await using var rows = await OpenAsync(query, ct);
        while (await rows.NextAsync(ct)) writer.Write(rows.Row);
        writer.Complete();
        var summary = Summary(query.Name);
        return new(query.Name, token => Open(summary, spool, token), () => summary);
    }

    /// <summary>Reads what is left of queries that no format asked for, so that text and mails know them.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        foreach (var query in request.Document.Queries.Where(q => !seen.ContainsKey(q.Name)))
        {
            await using var rows = await OpenAsync(query, ct);
            while (await rows.NextAsync(ct)) { }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var spool in spools) spool.Dispose();
        foreach (var session in sessions.Values) await session.DisposeAsync();
    }

    private static Task<IRows> Open(TableSummary summary, Spool spool, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult<IRows>(summary.IsWhole ? new MemoryRows(summary.Columns, summary.FirstRows) : new SpoolRows(spool, summary.Columns, summary.RowCount));
    }

    private async Task<IRows> OpenAsync(Query query, CancellationToken ct)
    {
        var session = await SessionAsync(query.Source ?? request.Document.Source!, ct);
        var rows = await session.QueryAsync(query, filters.Binds, ct);
        if (!rows.IsOk) throw new ReportException(rows.Problem);
        var digest = new ContentDigest();
        digests.Add(query.Name, digest);
        var observed = new ObservedRows(query.Name, rows.Value, request.Limits, digest);
        seen.Add(query.Name, observed);
        return new ReadAhead(observed);
    }

    private async Task<IDataSession> SessionAsync(string name, CancellationToken ct)
    {
        if (sessions.TryGetValue(name, out var open)) return open;
        var source = await request.Source(name, ct);
        if (!source.IsOk) throw new ReportException(source.Problem);
        var session = await source.Value(new(request.Limits, zone), ct);
        if (!session.IsOk) throw new ReportException(session.Problem);
        sessions.Add(name, session.Value);
        return session.Value;
    }
}
