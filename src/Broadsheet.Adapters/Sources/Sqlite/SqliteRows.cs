using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Tables;
using SQLitePCL;

namespace Broadsheet.Adapters.Sources.Sqlite;

/// <summary>
/// Steps through a statement. CommandTimeout and tokens do not stop SQLite; the interrupt that both set here does. The first
/// rows are held until the types of columns without a declaration are known.
/// </summary>
internal sealed class SqliteRows : IRows
{
    private const int Peeked = 64;
    private readonly sqlite3 db;
    private readonly sqlite3_stmt statement;
    private readonly Query query;
    private readonly SessionOptions options;
    private readonly CancellationToken ct;
    private readonly CancellationTokenSource timeout;
    private readonly CancellationTokenRegistration onCancel;
    private readonly CancellationTokenRegistration onTimeout;
    private readonly Queue<Cell[]> first = new();
    private SqliteColumn[] columns = [];
    private Cell[] row = [];
    private bool ended;

    /// <summary><paramref name="timeout"/> is owned from here on.</summary>
    public SqliteRows(sqlite3_stmt statement, Query query, SessionOptions options, CancellationTokenSource timeout, CancellationToken ct)
    {
        (this.statement, this.query, this.options, this.timeout, this.ct) = (statement, query, options, timeout, ct);
        db = raw.sqlite3_db_handle(statement);
        onTimeout = timeout.Token.UnsafeRegister(static d => raw.sqlite3_interrupt((sqlite3)d!), db);
        onCancel = ct.UnsafeRegister(static d => raw.sqlite3_interrupt((sqlite3)d!), db);
    }

    public IReadOnlyList<Column> Columns { get; private set; } = [];

    public ReadOnlySpan<Cell> Row => row;

    /// <summary>Reads the first rows and settles the types.</summary>
    public void Start()
    {
        var count = raw.sqlite3_column_count(statement);
        if (count > options.Limits.MaxColumns)
            throw new ReportException(QueryProblem.TooMany(query.Name, "columns", options.Limits.MaxColumns, "too-many-columns"));
        columns = [.. Enumerable.Range(0, count).Select(i => new SqliteColumn(statement, i))];
        while (first.Count < Peeked && columns.Any(c => !c.IsSettled) && Step())
        {
            var cells = new Cell[count];
            for (var i = 0; i < count; i++)
            {
                cells[i] = columns[i].Read();
                columns[i].Learn(cells[i]);
            }

            first.Enqueue(cells);
        }

        foreach (var column in columns) column.Settle();
        foreach (var cells in first)
            for (var i = 0; i < count; i++) cells[i] = columns[i].Convert(cells[i]);
        Columns = Column.Distinct(columns.Select(c => new Column(c.Name, c.Type)));
    }

    public ValueTask<bool> NextAsync(CancellationToken ct)
    {
        if (first.TryDequeue(out var peeked))
        {
            row = peeked;
            return new(true);
        }

        if (ended || !Step()) return new(false);
        if (row.Length != columns.Length) row = new Cell[columns.Length];
        for (var i = 0; i < columns.Length; i++) row[i] = columns[i].Convert(columns[i].Read());
        return new(true);
    }

    public async ValueTask DisposeAsync()
    {
        await onTimeout.DisposeAsync();
        await onCancel.DisposeAsync();
        timeout.Dispose();
        statement.Dispose();
    }

    private bool Step()
    {
        ct.ThrowIfCancellationRequested();
        if (timeout.IsCancellationRequested) throw new ReportException(QueryProblem.TooSlow(query, options.Limits.QueryTime));
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW) return true;
        ended = true;
        if (code == raw.SQLITE_DONE) return false;
        ct.ThrowIfCancellationRequested();
        throw new ReportException(code switch
        {
            raw.SQLITE_INTERRUPT => QueryProblem.TooSlow(query, options.Limits.QueryTime),
            raw.SQLITE_TOOBIG => QueryProblem.TooMany(query.Name, "characters in one cell", options.Limits.MaxCell, "cell-too-long"),
            _ => QueryProblem.Failed(query, query.Line, SqliteSession.Message(db)),
        });
    }
}
