using System.Globalization;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Core.Reports.Tables;
using Npgsql;

namespace Broadsheet.Adapters.Sources.Postgres;

/// <summary>
/// One repeatable-read, read-only transaction on a connection of its own. A read-only transaction alone is no sandbox: its first
/// statement may make it writable, so ours comes first; a second statement in one text would leave it, so each query goes by the
/// extended protocol, which takes one; a statement that returns no columns (commit, set, copy) is never executed. What a query did to
/// its session (a role taken on, a setting, a search path) is undone before the next by going back to a savepoint, which also fails
/// where something has left the transaction after all. Locks and the rest of a session go with the connection, which nobody else gets.
/// </summary>
internal sealed class PostgresSession(PostgresServers.Lease server, NpgsqlConnection connection, SessionOptions options, TimeProvider time) : IDataSession
{
    private const string Begin = "begin transaction isolation level repeatable read read only";

    private const string Mark = "savepoint broadsheet";

    private const string Back = "rollback to savepoint broadsheet";

    private const string Settle =
        "select set_config('statement_timeout', $1, true), set_config('idle_in_transaction_session_timeout', '0', true), " +
        "set_config('lock_timeout', '10s', true), set_config('TimeZone', $2, true), set_config('default_transaction_read_only', 'on', false)";

    /// <summary>Npgsql's word for a type that was made after it asked for them.</summary>
    private const string NoType = "-.-";

    /// <summary>What the role is, or may become with SET ROLE, that no report may be.</summary>
    private const string Powers =
        "select coalesce(string_agg(case when rolsuper then 'superuser' else rolname end, ', ' order by rolname), '') from pg_roles " +
        "where (rolsuper or rolname in ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')) " +
        "and (pg_has_role(current_user, oid, 'member') or pg_has_role(session_user, oid, 'member'))";

    /// <summary>Null when the transaction stands; else why this role may not be used.</summary>
    public async Task<Problem?> BeginAsync(CancellationToken ct)
    {
        var milliseconds = (long)Math.Min(int.MaxValue, options.Limits.QueryTime.TotalMilliseconds);
        var settle = new NpgsqlBatchCommand(Settle);
        foreach (var value in new[] { milliseconds.ToString(CultureInfo.InvariantCulture), options.Zone.Id }) settle.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        await using var opening = new NpgsqlBatch(connection) { BatchCommands = { new(Begin), settle, new(Powers), new(Mark) } };
        await using var answers = await opening.ExecuteReaderAsync(ct);
        await answers.NextResultAsync(ct);
        await answers.ReadAsync(ct);
        if (answers.GetString(0) is not { Length: > 0 } named) return null;
        return new Problem.Conflict("role", $"The role may do too much for reports: it is, or may become, {named}. "
            + "Make one that only reads: create role reports login; grant pg_read_all_data to reports.");
    }

    public async Task<Result<IRows>> QueryAsync(Query query, IReadOnlyList<Bind> binds, CancellationToken ct)
    {
        var bound = BoundSql.From(query, binds, n => "$" + n.ToString(CultureInfo.InvariantCulture));
        if (!bound.IsOk) return bound.Problem;
        var failures = new PostgresFailures(query, bound.Value.Sql, options.Limits);
        var clock = new QueryClock(options.Limits.QueryTime.ToTimeSpan(), time, ct);
        IAsyncDisposable? opened = null;
        try
        {
            await BackAsync(clock.Token);
            var described = await DescribeAsync(bound.Value, clock.Token);
            if (described.Wrong is { } wrong)
            {
                clock.Dispose();
                return failures.Of(wrong);
            }

            if (PostgresCopy.Of(bound.Value, described.Fields) is { } copy)
            {
                if (await PostgresCopy.OpenAsync(connection, copy, clock.Token) is { } stream)
                {
                    failures = new(query, copy, options.Limits);
                    var copied = new CopiedRows(stream, described.Columns, described.Fields, failures, clock);
                    opened = copied;
                    await copied.StartAsync();
                    return copied;
                }

                await BackAsync(clock.Token);
            }

            var reader = await Batch(bound.Value).ExecuteReaderAsync(clock.Token);
            opened = reader;
            var rows = new PostgresRows(reader, query, options, failures, clock);
            return rows;
        }
        catch (Exception failure) when (PostgresFailures.Explains(failure, clock))
        {
            var problem = failures.Problem(failure);
            await CloseAsync(opened, clock);
            return problem;
        }
        catch (ReportException failure)
        {
            await CloseAsync(opened, clock);
            return failure.Problem;
        }
        catch (OperationCanceledException)
        {
            await CloseAsync(opened, clock);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        server.Dispose();
    }

    private static async Task CloseAsync(IAsyncDisposable? opened, QueryClock clock)
    {
        if (opened is not null) await opened.DisposeAsync();
        clock.Dispose();
    }

    /// <summary>Asks the server what the statement returns without running it, or says what is wrong with that.</summary>
    private async Task<(string? Wrong, PostgresField[] Fields, IReadOnlyList<Column> Columns)> DescribeAsync(BoundSql sql, CancellationToken ct)
    {
        bool isNew;
        PostgresField[] fields;
        IReadOnlyList<Column> columns;
        await using (var described = await Batch(sql).ExecuteReaderAsync(System.Data.CommandBehavior.SchemaOnly, ct))
        {
            if (described.FieldCount == 0) return ("A query only reads: write one select.", [], []);
            if (described.FieldCount > options.Limits.MaxColumns) return ($"It has {described.FieldCount} columns; the limit is {options.Limits.MaxColumns}.", [], []);
            isNew = Enumerable.Range(0, described.FieldCount).Any(i => described.GetDataTypeName(i) == NoType);
            fields = PostgresRows.Fields(described);
            columns = PostgresRows.Named(described, fields);
        }

        if (isNew) await connection.ReloadTypesAsync(ct);
        return (null, fields, columns);
    }

    private NpgsqlBatch Batch(BoundSql sql)
    {
        var command = new NpgsqlBatchCommand(sql.Sql);
        foreach (var (type, value) in sql.Values) command.Parameters.Add(PostgresTypes.Parameter(type, value));
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        batch.BatchCommands.Add(command);
        return batch;
    }

    private async Task BackAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Back, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
