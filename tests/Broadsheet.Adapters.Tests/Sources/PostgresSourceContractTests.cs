using System.Net;
using Broadsheet.Adapters.Sources.Postgres;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Tables;
using Broadsheet.Testing;
using NodaTime;
using Npgsql;
using Xunit;

namespace Broadsheet.Adapters.Tests.Sources;

public sealed class PostgresSourceContractTests : SourceContract, IAsyncLifetime
{
    private string admin = "";
    private string database = "";

    private protected override IDataSource Source { get; } =
        new PostgresSource((_, _, _) => Task.FromResult<Result<IPAddress>>(IPAddress.Loopback), TimeProvider.System);

    private protected override string Endless => "select count(*) from generate_series(1, 100000000000) as n";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PostgresCluster.WhyNot is not null, PostgresCluster.WhyNot ?? "");
        admin = await PostgresCluster.Start().CreateDatabaseAsync();
        database = new NpgsqlConnectionStringBuilder(admin).Database!;
        await PostgresCluster.ExecuteAsync(admin, "create table items (id integer, name text, price numeric(10,2), sold date, ok boolean);" + Items
            + "do $$ begin if not exists (select from pg_roles where rolname = 'reports') then create role reports login; create role writer; grant writer to reports; "
            + "create role runner login; grant pg_execute_server_program to runner; create role may_rule login; grant postgres to may_rule; end if; end $$;"
            + "grant select, insert, update, delete on items to reports; create type mood as enum ('sad', 'happy');");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("insert into items values (9)")]
    [InlineData("select 1; commit; insert into items values (9)")]
    [InlineData("commit", "insert into items values (9)")]
    [InlineData("commit", "begin read write", "insert into items values (9) returning id")]
    [InlineData("rollback", "insert into items values (9) returning id")]
    [InlineData("set transaction read write", "insert into items values (9) returning id")]
    [InlineData("select set_config('transaction_read_only', 'off', true)", "insert into items values (9) returning id")]
    [InlineData("select set_config('default_transaction_read_only', 'off', false)", "insert into items values (9) returning id")]
    [InlineData("with gone as (delete from items returning id) select * from gone")]
    [InlineData("copy items to program 'touch /tmp/broadsheet-escaped'")]
    [InlineData("copy items to '/tmp/broadsheet-escaped'")]
    [InlineData("copy items to stdout")]
    [InlineData("do $$ begin delete from items; end $$")]
    [InlineData("prepare p as delete from items", "execute p")]
    [InlineData("select pg_read_file('/etc/passwd')")]
    [InlineData("select lo_import('/etc/passwd')")]
    [InlineData("set statement_timeout = 0")]
    [InlineData("explain analyze delete from items")]
    [InlineData("listen x")]
    public async Task No_statement_writes_or_reaches_the_servers_disk(params string[] statements)
    {
        Assert.NotEmpty(await EscapeAsync(statements));
        Assert.Equal(3, (await ReadAsync("select * from items")).Rows.Count);
        Assert.Equal([Cell.Of("on"), Cell.Of("reports")], Assert.Single((await ReadAsync("select current_setting('transaction_read_only'), current_user::text")).Rows));
        Assert.False(File.Exists("/tmp/broadsheet-escaped"));
    }

    [Theory]
    [InlineData("postgres", "superuser")]
    [InlineData("may_rule", "superuser")]
    [InlineData("runner", "pg_execute_server_program")]
    public async Task A_role_that_may_do_too_much_is_refused_with_the_reason(string user, string reason)
    {
        var test = await Source.TestAsync(Settings(user), Ct);
        Assert.Contains(reason, Assert.IsType<Problem.Conflict>(test.Problem).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_the_document_is_that_of_the_mistake()
    {
        await using var session = await OpenAsync(RenderLimits.Default);
        var refused = await session.QueryAsync(Query("select id\nfrom items\nwhere nope = 1"), [], Ct);
        Assert.StartsWith("Query “q”, line 14: column \"nope\" does not exist", Assert.IsType<Problem.Invalid>(refused.Problem).Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_common_type_is_read()
    {
        var (columns, rows) = await ReadAsync("""
            select 1::smallint, 2::bigint, 1.5::real, 2.5::float8, 12.340::numeric, 'NaN'::numeric, 12345678901234567890123456789012345678.5::numeric, -0.00012345678901234567890123456789012::numeric,
              '2026-11-16 10:00'::timestamp, '2026-11-16 10:00+02'::timestamptz, '10:00'::time, 'infinity'::date, '{"a": 1}'::jsonb, '{1,2}'::int[],
              'c2f3a9d0-0000-4000-8000-000000000001'::uuid, '\x01ff'::bytea, '1 day 02:00'::interval, 'happy'::mood, 'a'::char(3), 1.25::money::numeric
            """);
        Assert.Equal("1|2|1.5|2.5|12.340|NaN|12345678901234567890123456789012345678.5|-0.00012345678901234567890123456789012|2026-11-16T10:00:00|2026-11-16T08:00:00Z|10:00:00|infinity|"
            + "{\"a\": 1}|1, 2|c2f3a9d0-0000-4000-8000-000000000001|0x01FF|1 days 02:00:00|happy|a  |1.25", string.Join('|', rows[0].Select(c => c.ToString())));
        Assert.Equal(CellKind.Instant, columns[9].Type);
    }

    [Fact]
    public async Task What_is_read_from_the_bytes_is_what_the_driver_reads()
    {
        await using var source = NpgsqlDataSource.Create(admin);
        await using var command = source.CreateCommand("""
            select i::smallint, i * 7919 % 1000003 - 500000, i::bigint * 4611686018427, (i - 1000) / 7.0::float8, i % 3 = 0, date '4713-01-01 BC' + i * 3000, timestamp '4700-01-01 BC' + i * interval '1000 days 1.000001 second',
              timestamptz '2026-01-01' + i * interval '1 day 0.000001 second', (i - 1000) * power(10::numeric, i % 40 - 20), ((i * 7919 - 9000000) / 100.0)::numeric(12,2), (i * 99991)::numeric, i / 7.0::numeric,
              (array['PL', 'GR', '東京 "x"', '', null])[i % 5 + 1], 'text ' || i, repeat('ż', i % 50), (array['NaN', 'Infinity', '-Infinity', '0', '-0.0'])[i % 5 + 1]::float8, (array['NaN', 'Infinity', '0.000', '-1.50'])[i % 4 + 1]::numeric,
              (array['infinity', '-infinity', '0001-01-01', '9999-12-31'])[i % 4 + 1]::date, (array['infinity', '-infinity', '0001-01-01', '9999-12-31 23:59:59.999999'])[i % 4 + 1]::timestamp, repeat('long ', 1000), 'c'::char(3), 'v'::varchar(9)
            from generate_series(1, 4000) i
            """);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetDataTypeName).ToList();
        var fields = names.Select((n, i) => new PostgresField(i, n)).ToList();
        var scratch = new byte[512];
        var rows = 0;
        for (; await reader.ReadAsync(Ct); rows++)
        {
            for (var i = 0; i < fields.Count; i++)
                Assert.Equal(Text(() => reader.IsDBNull(i) ? Cell.Null : PostgresTypes.Of(names[i]).Read(reader, i)), Text(() => Read(fields[i])));
        }

        Assert.Equal(4000, rows);

        Cell Read(PostgresField field)
        {
            var cell = Cell.Null;
            var characters = field.Read(reader, scratch, ref cell);
            Assert.Equal(cell.Kind == CellKind.Text ? cell.AsText().Length : 0, characters);
            return cell;
        }

        // A year beyond ours is an error either way, which the driver words in two.
        static string Text(Func<Cell> read)
        {
            try
            {
                return read() is var cell ? $"{cell.Kind} {cell}" : "";
            }
            catch (Exception failure) when (failure is InvalidCastException or OverflowException or ArgumentOutOfRangeException)
            {
                return "a year beyond ours";
            }
        }
    }

    /// <summary>What is known of a server's types is kept a while, and asked for again where a query has one more.</summary>
    [Fact]
    public async Task A_type_made_after_the_first_report_is_read()
    {
        Assert.Equal("sad", (await ReadAsync("select 'sad'::mood")).Rows[0][0].ToString());
        await PostgresCluster.ExecuteAsync(admin, "create type colour as enum ('red', 'green'); create domain percent as numeric(5,2);");
        var row = (await ReadAsync("select 'green'::colour, 12.5::percent, array['red', 'green']::colour[], null::colour")).Rows[0];
        Assert.Equal(["green", "12.50", "red, green", ""], row.Select(c => c.ToString()));
    }

    [Fact]
    public async Task Each_report_has_a_connection_of_its_own()
    {
        await using var first = await OpenAsync(new());
        await using var second = await OpenAsync(new());
        Assert.NotEqual(await BackendAsync(first), await BackendAsync(second));
        await first.DisposeAsync();
        await using var third = await OpenAsync(new());
        Assert.NotEqual(await BackendAsync(second), await BackendAsync(third));

        async Task<string> BackendAsync(IDataSession session)
        {
            var rows = (await session.QueryAsync(Query("select pg_backend_pid()"), [], Ct)).Value!;
            await using var _ = rows;
            return await rows.NextAsync(Ct) ? rows.Row[0].ToString() : "";
        }
    }

    [Fact]
    public async Task A_stopped_query_is_gone_from_the_server()
    {
        await using (var session = await OpenAsync(new() { QueryTime = Duration.FromMilliseconds(200) }))
            Assert.False((await session.QueryAsync(Query(Endless), [], Ct)).IsOk);
        await using var source = NpgsqlDataSource.Create(admin);
        await using var command = source.CreateCommand("select count(*) from pg_stat_activity where state = 'active' and datname = current_database() and query like '%generate_series%' and pid <> pg_backend_pid()");
        var started = TimeProvider.System.GetTimestamp();
        while ((long)(await command.ExecuteScalarAsync(Ct))! > 0) Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1), "It still runs.");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        var settings = SettingValues.Parse(Source.Settings, new() { ["host"] = "db", ["port"] = 1L, ["database"] = "x", ["user"] = "y", ["tls"] = "disable" }).Value!;
        Assert.IsType<Problem.Unavailable>((await Source.TestAsync(settings, Ct)).Problem);
    }

    [Fact]
    public async Task The_guard_is_asked_before_anything_connects()
    {
        var guarded = new PostgresSource((host, port, _) => Task.FromResult<Result<IPAddress>>(new Problem.Conflict("private", $"{host}:{port} is private.")), TimeProvider.System);
        Assert.EndsWith("is private.", (await guarded.TestAsync(Settings("reports"), Ct)).Problem!.Summary, StringComparison.Ordinal);
    }

    private protected override Task<SettingValues> SettingsAsync() => Task.FromResult(Settings("reports"));

    private SettingValues Settings(string user) => SettingValues.Parse(Source.Settings, new()
    {
        ["host"] = "db.example.com", ["port"] = (long)PostgresCluster.Start().Port, ["database"] = database, ["user"] = user, ["password"] = "x", ["tls"] = "disable",
    }).Value!;
}
