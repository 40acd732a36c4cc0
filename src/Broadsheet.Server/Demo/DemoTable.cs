using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;
using SQLitePCL;

namespace Broadsheet.Server.Demo;

/// <summary>One prepared insert, on SQLite's own interface: the first start waits for some 200,000 of its rows. Keys count from 1.</summary>
internal sealed class DemoTable : IDisposable
{
    private static readonly InstantPattern Timestamp = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");
    private readonly sqlite3 database;
    private readonly sqlite3_stmt insert;

    /// <param name="connection">With the transaction open.</param>
    /// <param name="name">The table.</param>
    /// <param name="columns">How many it has, its key included.</param>
    public DemoTable(SqliteConnection connection, string name, int columns)
    {
        database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(database, $"insert into {name} values ({string.Join(',', Enumerable.Repeat('?', columns))})", out insert));
    }

    public int Rows { get; private set; }

    /// <summary>Adds a row and gives its key. A date, an instant or a null among <paramref name="values"/> is written as SQLite has it.</summary>
    public int Add(params ReadOnlySpan<object?> values)
    {
        Check(raw.sqlite3_bind_int64(insert, 1, ++Rows));
        for (var i = 0; i < values.Length; i++) Check(Bind(i + 2, values[i]));
        if (raw.sqlite3_step(insert) != raw.SQLITE_DONE) Check(raw.sqlite3_errcode(database));
        Check(raw.sqlite3_reset(insert));
        return Rows;
    }

    public void Dispose() => insert.Dispose();

    private int Bind(int index, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(insert, index),
        string text => raw.sqlite3_bind_text(insert, index, text),
        int number => raw.sqlite3_bind_int64(insert, index, number),
        long number => raw.sqlite3_bind_int64(insert, index, number),
        bool flag => raw.sqlite3_bind_int64(insert, index, flag ? 1 : 0),
        double number => raw.sqlite3_bind_double(insert, index, number),
        LocalDate day => raw.sqlite3_bind_text(insert, index, LocalDatePattern.Iso.Format(day)),
        Instant at => raw.sqlite3_bind_text(insert, index, Timestamp.Format(at)),
        _ => throw new ArgumentException($"The demo writes no {value.GetType().Name}.", nameof(value)),
    };

    private void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE)) throw new SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), code);
    }
}
