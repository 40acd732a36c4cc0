using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Tables;
using Npgsql;

namespace Broadsheet.Adapters.Sources.Postgres;

/// <summary>Rows as the server sends them. Cancelling the token cancels the query in its backend.</summary>
internal sealed class PostgresRows : IRows
{
    private readonly NpgsqlDataReader reader;
    private readonly PostgresFailures failures;
    private readonly QueryClock clock;
    private readonly Func<NpgsqlDataReader, int, Cell>[] readers;
    private readonly Cell[] row;

    /// <summary><paramref name="reader"/> and <paramref name="clock"/> are owned from here on.</summary>
    public PostgresRows(NpgsqlDataReader reader, Query query, SessionOptions options, PostgresFailures failures, QueryClock clock)
    {
        (this.reader, this.failures, this.clock) = (reader, failures, clock);
        if (reader.FieldCount > options.Limits.MaxColumns)
            throw new ReportException(QueryProblem.TooMany(query.Name, "columns", options.Limits.MaxColumns, "too-many-columns"));
        var types = Enumerable.Range(0, reader.FieldCount).Select(i => PostgresTypes.Of(reader.GetDataTypeName(i))).ToList();
        readers = [.. types.Select(t => t.Read)];
        row = new Cell[readers.Length];
        Columns = Column.Distinct(types.Select((t, i) => new Column(reader.GetName(i), t.Kind)));
    }

    public IReadOnlyList<Column> Columns { get; }

    public ReadOnlySpan<Cell> Row => row;

    public async ValueTask<bool> NextAsync(CancellationToken ct)
    {
        try
        {
            if (!await reader.ReadAsync(clock.Token)) return false;
            for (var i = 0; i < readers.Length; i++) row[i] = reader.IsDBNull(i) ? Cell.Null : readers[i](reader, i);
            return true;
        }
        catch (Exception failure) when (PostgresFailures.Explains(failure, clock))
        {
            throw new ReportException(failures.Problem(failure), failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        clock.Dispose();
    }
}
