using System.Text;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Core.Reports.Tables;
using SQLitePCL;

namespace Broadsheet.Adapters.Sources.Sqlite;

/// <summary>
/// One read transaction on one file. Mode=ReadOnly would still allow ATTACH and VACUUM INTO, so nothing may be attached and an
/// authorizer lets only reading through; the transaction begins before it is in force.
/// </summary>
internal sealed class SqliteSession : IDataSession
{
    private const int DefensiveMode = 1010;
    private const int TrustedSchema = 1017;
    private readonly sqlite3 db;
    private readonly SessionOptions options;
    private readonly TimeProvider time;

    private SqliteSession(sqlite3 db, SessionOptions options, TimeProvider time) => (this.db, this.options, this.time) = (db, options, time);

    public static Result<SqliteSession> Open(string path, SessionOptions options, TimeProvider time)
    {
        var opened = raw.sqlite3_open_v2(path, out var db, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_NOMUTEX, null);
        if (opened != raw.SQLITE_OK) return Unavailable(db, path);
        raw.sqlite3_busy_timeout(db, 5_000);
        raw.sqlite3_db_config(db, DefensiveMode, 1, out _);
        raw.sqlite3_db_config(db, TrustedSchema, 0, out _);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_ATTACHED, 0);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_LENGTH, (int)Math.Min(1L << 30, (options.Limits.MaxCell * 4L) + 1_000_000));
        foreach (var sql in new[] { "pragma query_only = 1", "begin", "select count(*) from sqlite_schema" })
        {
            if (raw.sqlite3_exec(db, sql) != raw.SQLITE_OK) return Unavailable(db, path);
        }

        raw.sqlite3_set_authorizer(db, (strdelegate_authorizer)Authorize, null);
        return new SqliteSession(db, options, time);
    }

    public async Task<Result<IRows>> QueryAsync(Query query, IReadOnlyList<Bind> binds, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var bound = BoundSql.From(query, binds, n => $"?{n}");
        if (!bound.IsOk) return bound.Problem;
        var prepared = Prepare(query, bound.Value.Sql);
        if (!prepared.IsOk) return prepared.Problem;
        for (var i = 0; i < bound.Value.Values.Count; i++) Bind(prepared.Value, i + 1, bound.Value.Values[i].Value);
        var rows = new SqliteRows(prepared.Value, query, options, new(options.Limits.QueryTime.ToTimeSpan(), time), ct);
        try
        {
            rows.Start();
            return rows;
        }
        catch (ReportException failure)
        {
            await rows.DisposeAsync();
            return failure.Problem;
        }
        catch (OperationCanceledException)
        {
            await rows.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        raw.sqlite3_close_v2(db);
        db.Dispose();
        return ValueTask.CompletedTask;
    }

    private Result<sqlite3_stmt> Prepare(Query query, string sql)
    {
        var bytes = Encoding.UTF8.GetBytes(sql + "\0").AsSpan(..^1);
        var code = raw.sqlite3_prepare_v2(db, bytes, out var statement, out var tail);
        if (code != raw.SQLITE_OK) return QueryProblem.Failed(query, query.Line, Message(db));
        if (statement is null || statement.IsInvalid) return QueryProblem.Failed(query, query.Line, "There is no statement in it.");
        if (HasStatement(tail))
        {
            statement.Dispose();
            return QueryProblem.Failed(query, query.Line, "A query is one statement; there is more after the first.");
        }

        if (raw.sqlite3_column_count(statement) > 0 && raw.sqlite3_stmt_readonly(statement) != 0) return statement;
        statement.Dispose();
        return QueryProblem.Failed(query, query.Line, "A query only reads: write one select.");
    }

    /// <summary>True when a statement, or something that is not even one, follows.</summary>
    private bool HasStatement(ReadOnlySpan<byte> tail)
    {
        if (Encoding.UTF8.GetString(tail).Trim(' ', '\t', '\r', '\n', ';', '\0').Length == 0) return false;
        var code = raw.sqlite3_prepare_v2(db, tail, out var next, out _);
        var more = code != raw.SQLITE_OK || (next is not null && !next.IsInvalid);
        next?.Dispose();
        return more;
    }

    private static void Bind(sqlite3_stmt statement, int index, in Cell cell)
    {
        _ = cell.Kind switch
        {
            CellKind.Null => raw.sqlite3_bind_null(statement, index),
            CellKind.Integer or CellKind.Boolean => raw.sqlite3_bind_int64(statement, index, cell.Bits),
            CellKind.Decimal when decimal.IsInteger(cell.AsDecimal()) && Math.Abs(cell.AsDecimal()) < long.MaxValue =>
                raw.sqlite3_bind_int64(statement, index, (long)cell.AsDecimal()),
            CellKind.Decimal => raw.sqlite3_bind_double(statement, index, (double)cell.AsDecimal()),
            CellKind.Real => raw.sqlite3_bind_double(statement, index, cell.AsReal()),
            _ => raw.sqlite3_bind_text(statement, index, cell.ToString()),
        };
    }

    private static int Authorize(object data, int action, string first, string second, string database, string inner)
    {
        var allowed = action is raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_RECURSIVE
            || (action == raw.SQLITE_FUNCTION && !string.Equals(second, "load_extension", StringComparison.OrdinalIgnoreCase));
        return allowed ? raw.SQLITE_OK : raw.SQLITE_DENY;
    }

    private static Problem.Unavailable Unavailable(sqlite3 db, string path)
    {
        var message = Message(db);
        raw.sqlite3_close_v2(db);
        return new("sqlite", $"The database file “{Path.GetFileName(path)}” cannot be read: {message}.");
    }

    internal static string Message(sqlite3 db) => raw.sqlite3_errmsg(db).utf8_to_string();
}
