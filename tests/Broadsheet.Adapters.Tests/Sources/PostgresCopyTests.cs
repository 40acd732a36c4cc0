using System.Net;
using Broadsheet.Adapters.Sources.Postgres;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Core.Reports.Tables;
using Broadsheet.Testing;
using NodaTime;
using Npgsql;
using Xunit;

namespace Broadsheet.Adapters.Tests.Sources;

/// <summary>A query that binds nothing is copied out; with a semicolon at its end it is read by the driver. Nothing else is different.</summary>
public sealed class PostgresCopyTests : IAsyncLifetime
{
    private readonly PostgresSource source = new((_, _, _) => Task.FromResult<Result<IPAddress>>(IPAddress.Loopback), TimeProvider.System);
    private string admin = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PostgresCluster.WhyNot is not null, PostgresCluster.WhyNot ?? "");
        admin = await PostgresCluster.Start().CreateDatabaseAsync();
        await PostgresCluster.ExecuteAsync(admin, "do $$ begin if not exists (select from pg_roles where rolname = 'copied') then create role copied login; end if; end $$");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("select query from pg_stat_activity where pid = pg_backend_pid()", true)]
    [InlineData("\n  SELECT\tquery from pg_stat_activity where pid = pg_backend_pid() -- to the end", true)]
    [InlineData("with a as (select query from pg_stat_activity where pid = pg_backend_pid()) select * from a /* so */", true)]
    [InlineData("select query from pg_stat_activity where pid = pg_backend_pid();", false)]
    [InlineData("select query from pg_stat_activity where pid = pg_backend_pid() and '-;-' <> ''", false)]
    [InlineData("/* first */ select query from pg_stat_activity where pid = pg_backend_pid()", false)]
    [InlineData("select query, '{1}'::int[] from pg_stat_activity where pid = pg_backend_pid()", false)]
    [InlineData("select query from pg_stat_activity where pid = pg_backend_pid() and @one = '1'", false)]
    public async Task The_server_sees_a_copy_of_what_only_it_can_tell_from_a_query(string sql, bool copied)
    {
        var bind = new Bind("one", CellKind.Text, [Cell.Of("1")], false);
        var (rows, problem) = await ReadAsync(sql, null, bind);
        Assert.Equal("", problem);
        Assert.StartsWith(copied ? "copy (" : "Text " + sql.Replace("@one", "$1", StringComparison.Ordinal), rows[1][(copied ? 5 : 0)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select i::smallint, i * 7919, i::bigint * 4611686018427, (i - 1000) / 7.0::float8, i % 3 = 0, case when i % 7 <> 0 then 'text ' || i end, repeat('ż', i % 90), i / 7.0, ((i * 7919 - 9000000) / 100.0)::numeric(12,2) from generate_series(1, 9000) i")]
    [InlineData("select timestamp '2020-01-01' + i * interval '1.000001 second', timestamptz '2020-01-01' + i * interval '1 day', date '2020-01-01' + i from generate_series(-2000, 2000) i")]
    [InlineData("select (i * 7919 + 0.5) * power(10::numeric, i % 60 - 30), trunc(power(7.1::numeric, i % 80), i % 40) from generate_series(1, 3000) i")]
    [InlineData("select power(10::numeric, i) - 1, -power(10::numeric, -i), 79228162514264337593543950335 + i - 20, (79228162514264337593543950335 + i - 20) / power(10::numeric, i) from generate_series(0, 40) i")]
    [InlineData("select unnest(array['NaN', 'Infinity', '-Infinity', '0.000', '-1.50']::numeric[])")]
    [InlineData("select unnest(array['NaN', 'Infinity', '-Infinity', '0', '-0.0', '1e300']::float8[])")]
    [InlineData("select unnest(array['infinity', '-infinity', '0001-01-01', '0001-01-02', '9999-12-30', '9999-12-31']::date[])")]
    [InlineData("select unnest(array['infinity', '-infinity', '0001-01-01', '0001-01-01 00:00:00.000001', '9999-12-31 23:59:59.999998', '9999-12-31 23:59:59.999999']::timestamp[])")]
    [InlineData("select unnest(array['infinity', '-infinity', '0001-01-01', '0001-01-01 00:00:00.000001', '9999-12-31 23:59:59.999998', '9999-12-31 23:59:59.999999']::timestamptz[])")]
    [InlineData("select date '9999-12-31' + i from generate_series(-1, 1) i")]
    [InlineData("select date '0001-01-01' - i from generate_series(-1, 1) i")]
    [InlineData("select timestamp '9999-12-31' + i * interval '1 day' from generate_series(0, 1) i")]
    [InlineData("select timestamptz '0001-01-01 00:00 BC'")]
    [InlineData("select i, case when i % 3 = 0 then repeat('long ', 30000 * i) end, i from generate_series(1, 20) i")]
    [InlineData("select repeat('x', 20000000), 1")]
    [InlineData("select 1 as a, 2 as a, null::text as a where false")]
    [InlineData("select 10 / (i - 5000), i from generate_series(1, 10000) i")]
    [InlineData("select 10 / (i - 1), i from generate_series(1, 3) i")]
    [InlineData("select 1,\n nope")]
    [InlineData("select 'a'::text ||\n\n '1'::int / 0")]
    [InlineData("select * from pg_authid")]
    public async Task Rows_columns_and_problems_are_those_of_the_driver(string sql)
    {
        var (copied, refused) = await ReadAsync(sql);
        var (read, problem) = await ReadAsync(sql + "\n;");
        Assert.Equal(problem, refused);
        Assert.Equal(read, copied);
        Assert.True(copied.Count > 1 || refused.Length > 0 || sql.Contains("where false", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("select pg_sleep(60)::text")]
    [InlineData("select i, pg_sleep(case when i = 3000 then 60 else 0 end)::text from generate_series(1, 3001) i")]
    public async Task What_takes_too_long_is_told_alike(string sql)
    {
        var limit = Duration.FromSeconds(1);
        var (_, refused) = await ReadAsync(sql, limit);
        Assert.Contains("longer than the limit of 1 s", refused, StringComparison.Ordinal);
        Assert.Equal((await ReadAsync(sql + ";", limit)).Problem, refused);
    }

    [Fact]
    public async Task Who_fills_batches_gets_the_same_rows()
    {
        const string Sql = "select i, repeat('x', i % 300), i / 3.0 from generate_series(1, 20000) i";
        await using var session = await OpenAsync();
        await using var rows = (await session.QueryAsync(new("q", Sql, null, 1), [], Ct)).Value!;
        var batch = new RowBatch(3, 1_000, default);
        var read = new List<string>();
        for (var more = true; more;)
        {
            batch.Clear();
            more = await rows.FillAsync(batch, Ct);
            for (var row = 0; row < batch.Count; row++) read.Add(Line(batch[row]));
        }

        Assert.False(await rows.FillAsync(batch, Ct));
        Assert.Equal((await ReadAsync(Sql + ";")).Rows.Skip(1), read);
    }

    [Fact]
    public async Task The_next_query_runs_whatever_became_of_the_one_before()
    {
        await using var session = await OpenAsync();
        foreach (var sql in new[] { "select i from generate_series(1, 100000) i", "select 1 / (2000 - i) from generate_series(1, 3000) i", "select 1 / 0", "select 2" })
        {
            var opened = await session.QueryAsync(new("q", sql, null, 1), [], Ct);
            if (!opened.IsOk) continue;
            await using var rows = opened.Value;
            try
            {
                for (var row = 0; row < 2_500 && await rows.NextAsync(Ct); row++) { }
            }
            catch (ReportException failure)
            {
                Assert.Contains("division by zero", failure.Problem.Summary, StringComparison.Ordinal);
            }
        }

        await using var last = (await session.QueryAsync(new("q", "select 42", null, 1), [], Ct)).Value!;
        Assert.True(await last.NextAsync(Ct));
        Assert.Equal(42, last.Row[0].AsInteger());
    }

    [Fact]
    public async Task Whoever_cancels_gets_no_failure_of_the_query()
    {
        await using var session = await OpenAsync();
        using var cancel = new CancellationTokenSource();
        await using var rows = (await session.QueryAsync(new("q", "select i, pg_sleep(case when i = 3000 then 60 else 0 end)::text from generate_series(1, 3001) i", null, 1), [], cancel.Token)).Value!;
        Assert.True(await rows.NextAsync(cancel.Token));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await rows.NextAsync(cancel.Token)) { }
        });
    }

    /// <summary>A line of the columns and one a row, of kinds and texts, and what went wrong.</summary>
    private async Task<(List<string> Rows, string Problem)> ReadAsync(string sql, Duration? limit = null, params Bind[] binds)
    {
        await using var session = await OpenAsync(limit);
        var opened = await session.QueryAsync(new("q", sql, null, 7), binds, Ct);
        if (!opened.IsOk) return ([], opened.Problem.Summary);
        await using var rows = opened.Value;
        List<string> read = [string.Join('|', rows.Columns)];
        try
        {
            while (await rows.NextAsync(Ct)) read.Add(Line(rows.Row));
            return (read, "");
        }
        catch (ReportException failure)
        {
            return (read, failure.Problem.Summary);
        }
    }

    private static string Line(ReadOnlySpan<Cell> row)
    {
        var cells = new List<string>();
        foreach (var cell in row) cells.Add($"{cell.Kind} {cell}");
        return string.Join('|', cells);
    }

    private async Task<IDataSession> OpenAsync(Duration? limit = null)
    {
        var settings = SettingValues.Parse(source.Settings, new()
        {
            ["host"] = "db.example.com", ["port"] = (long)PostgresCluster.Start().Port, ["database"] = new NpgsqlConnectionStringBuilder(admin).Database, ["user"] = "copied", ["password"] = "x", ["tls"] = "disable",
        }).Value!;
        var opened = await source.OpenAsync(settings, new(new() { QueryTime = limit ?? Duration.FromMinutes(2) }, DateTimeZone.Utc), Ct);
        Assert.True(opened.IsOk, opened.Problem?.Summary);
        return opened.Value;
    }
}
