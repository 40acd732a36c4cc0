using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Ports;

/// <summary>A read-only session. Not thread-safe: the rows of one query are disposed of before the next query runs.</summary>
public interface IDataSession : IAsyncDisposable
{
    /// <summary>
    /// Runs one statement with <paramref name="binds"/> bound by name. What the database refuses is <see cref="Problem.Invalid"/> with the field
    /// <c>queries.name</c>, the document's line and the database's own message; it can also come later, from the rows.
    /// Cancelling stops the query in the database.
    /// </summary>
    Task<Result<IRows>> QueryAsync(Query query, IReadOnlyList<Bind> binds, CancellationToken ct);
}
