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
    private readonly PostgresField[] fields;
    private readonly byte[] scratch = new byte[4_096];
    private readonly Cell[] row;

    /// <summary><paramref name="reader"/> and <paramref name="clock"/> are owned from here on.</summary>
    public PostgresRows(NpgsqlDataReader reader, Query query, SessionOptions options, PostgresFailures failures, QueryClock clock)
    {
        (this.reader, this.failures, this.clock) = (reader, failures, clock);
        if (reader.FieldCount > options.Limits.MaxColumns)
            throw new ReportException(QueryProblem.TooMany(query.Name, "columns", options.Limits.MaxColumns, "too-many-columns"));
        fields = Fields(reader);
        row = new Cell[fields.Length];
        Columns = Named(reader, fields);
    }

    public IReadOnlyList<Column> Columns { get; }

    public ReadOnlySpan<Cell> Row => row;

    public async ValueTask<bool> NextAsync(CancellationToken ct)
    {
        try
        {
            if (!await reader.ReadAsync(clock.Token)) return false;
            Read(row);
            return true;
        }
        catch (Exception failure) when (PostgresFailures.Explains(failure, clock))
        {
            throw new ReportException(failures.Problem(failure), failure);
        }
    }

    public async ValueTask<bool> FillAsync(RowBatch batch, CancellationToken ct)
    {
        try
        {
            while (!batch.IsFull)
            {
                if (!await reader.ReadAsync(clock.Token)) return false;
                batch.Add(Read(batch.Next));
            }

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

    public static PostgresField[] Fields(NpgsqlDataReader reader) =>
        [.. Enumerable.Range(0, reader.FieldCount).Select(i => new PostgresField(i, reader.GetDataTypeName(i)))];

    public static IReadOnlyList<Column> Named(NpgsqlDataReader reader, PostgresField[] fields) => Column.Distinct(fields.Select((f, i) => new Column(reader.GetName(i), f.Kind)));

    private long Read(Span<Cell> into)
    {
        long characters = 0;
        for (var i = 0; i < fields.Length; i++) characters += fields[i].Read(reader, scratch, ref into[i]);
        return characters;
    }
}
