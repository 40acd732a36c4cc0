using System.Net;
using Broadsheet.Adapters.Net;
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

/// <summary>
/// Ways out of a report's query that PostgreSQL offers, each with what stops it. After each, the next query of the same session and that
/// of the next session find what they would have found without it.
/// </summary>
public sealed class PostgresEscapeTests : IAsyncLifetime
{
    private const string File = "/tmp/broadsheet-postgres-escape";

    private const string State = """
        select current_user, session_user, current_setting('role'), current_setting('search_path'), current_setting('transaction_read_only'),
          current_setting('default_transaction_read_only'), current_setting('transaction_isolation'), current_setting('statement_timeout'), current_setting('lock_timeout'),
          current_setting('TimeZone'), current_setting('work_mem'), current_setting('client_encoding'), current_setting('standard_conforming_strings'), coalesce(current_setting('mark.set', true), ''),
          current_setting('application_name'), pg_my_temp_schema(), (select count(*) from pg_prepared_statements), (select count(*) from pg_cursors),
          (select count(*) from pg_listening_channels()), (select string_agg(name, ',' order by id) from public.items), current_database()
        """;

    private readonly PostgresSource source = new((_, _, _) => Task.FromResult<Result<IPAddress>>(IPAddress.Loopback), TimeProvider.System);
    private string admin = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What is run, and the words of the refusal.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        // A second statement, and leaving the transaction.
        { "select 1; commit; insert into items values (9, 'x')", "cannot insert multiple commands" },
        { "select 1; select 2", "cannot insert multiple commands" },
        { "select 1) to stdout; commit; insert into items values (9, 'x'); copy (select 1", "syntax error" },
        { $"select 1) to program 'touch {File}' --", "syntax error" },
        { $"select 1\n) to '{File}' --", "syntax error" },
        { $"select 1 /* ) to program 'touch {File}'", "unterminated" },
        { $"select 1 -- \n) to program 'touch {File}'", "syntax error" },
        { "commit", "only reads" },
        { "commit and chain", "only reads" },
        { "rollback", "only reads" },
        { "abort", "only reads" },
        { "end", "only reads" },
        { "begin read write", "only reads" },
        { "savepoint s", "only reads" },
        { "release savepoint broadsheet", "only reads" },
        { "rollback to savepoint broadsheet", "only reads" },
        { "prepare transaction 'x'", "only reads" },
        { "commit prepared 'x'", "only reads" },
        { "call leave(1)", "invalid transaction termination" },
        { "call quietly()", "only reads" },

        // Making it writable.
        { "set transaction read write", "only reads" },
        { "set session characteristics as transaction read write", "only reads" },
        { "select set_config('transaction_read_only', 'off', true)", "read-write mode" },
        { "select set_config('transaction_read_only', 'off', false)", "read-write mode" },
        { "select set_config('transaction_isolation', 'serializable', true)", "ISOLATION LEVEL must be called before any query" },

        // Writing.
        { "insert into items values (9, 'x') returning id", "read-only transaction" },
        { "update items set name = 'x' returning id", "read-only transaction" },
        { "delete from items", "only reads" },
        { "with gone as (delete from items returning id) select * from gone", "read-only transaction" },
        { "merge into items using (select 9 as n) s on id = n when not matched then insert values (9, 'x')", "only reads" },
        { "select * from items for update", "read-only transaction" },
        { "select writes()", "read-only transaction" },
        { "select writes_as_owner()", "read-only transaction" },
        { "select nextval('numbers')", "read-only transaction" },
        { "select setval('numbers', 100)", "read-only transaction" },
        { "select * into kept from items", "only reads" },
        { "select * into temp kept from items", "only reads" },
        { "create table kept (id int)", "only reads" },
        { "create temp table kept (id int)", "only reads" },
        { "create temp view items as select 1 as id", "only reads" },
        { "create or replace function writes() returns int language sql as 'select 1'", "only reads" },
        { "truncate items", "only reads" },
        { "explain analyze delete from items", "read-only transaction" },
        { "explain (analyze) insert into items values (9, 'x')", "read-only transaction" },
        { "do $$ begin delete from items; end $$", "only reads" },
        { "select query_to_xml('delete from items returning id', true, true, '')", "non-volatile function" },
        { "grant all on items to public", "only reads" },
        { "alter role escaper superuser", "only reads" },
        { "alter system set log_statement = 'none'", "only reads" },
        { "vacuum items", "only reads" },
        { "checkpoint", "only reads" },

        // The server's disk, programs and other servers.
        { $"copy items to program 'touch {File}'", "only reads" },
        { $"copy (select 1) to program 'touch {File}'", "only reads" },
        { $"copy items from program 'touch {File}'", "only reads" },
        { $"copy items to '{File}'", "only reads" },
        { "copy items from '/etc/passwd'", "only reads" },
        { "copy items to stdout", "only reads" },
        { "select pg_read_file('/etc/passwd')", "permission denied" },
        { "select pg_read_binary_file('/etc/passwd')", "permission denied" },
        { "select pg_ls_dir('/')", "permission denied" },
        { "select pg_stat_file('/etc/passwd')", "permission denied" },
        { "select lo_import('/etc/passwd')", "permission denied" },
        { $"select lo_export(1, '{File}')", "permission denied" },
        { "load 'plpgsql'", "only reads" },
        { "create extension file_fdw", "only reads" },
        { "create function system(cstring) returns int as '/lib/x86_64-linux-gnu/libc.so.6', 'system' language c", "only reads" },
        { "select dblink_exec('host=127.0.0.1 dbname=' || current_database() || ' user=escaper', 'delete from items')", "password" },
        { "select pg_reload_conf()", "permission denied" },
        { "select pg_create_physical_replication_slot('x', true)", "replication" },

        // What would reach the next query.
        { "set role escape_writer", "only reads" },
        { "set session authorization escape_writer", "only reads" },
        { "set search_path = evil, public", "only reads" },
        { "set statement_timeout = 0", "only reads" },
        { "reset all", "only reads" },
        { "discard all", "only reads" },
        { "prepare p as delete from items", "only reads" },
        { "execute p", "only reads" },
        { "declare c cursor with hold for select 1", "only reads" },
        { "fetch all from c", "only reads" },
        { "listen x", "only reads" },
        { "notify x", "only reads" },
        { "lock table items in access exclusive mode", "only reads" },
        { "select set_config('session_authorization', 'postgres', false)", "permission denied" },
        { "select set_config('role', 'postgres', false)", "permission denied" },
        { "select set_config('session_replication_role', 'replica', false)", "permission denied" },
        { "select 1\0; delete from items", "NUL" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task An_escape_is_refused_and_the_next_query_finds_all_as_it_was(string escape, string words)
    {
        await using var session = await OpenAsync();
        var before = await StateAsync(session);
        Assert.Contains(words, (await RunAsync(session, escape))?.Summary ?? "It ran.", StringComparison.Ordinal);
        Assert.Equal(before, await StateAsync(session));
        await using var next = await OpenAsync();
        Assert.Equal(before, await StateAsync(next));
        Assert.False(System.IO.File.Exists(File));
    }

    /// <summary>These run, since each reads. What they do to their session ends with them.</summary>
    [Theory]
    [InlineData("select set_config('role', 'escape_writer', false)")]
    [InlineData("select set_config('search_path', 'evil, public', false)")]
    [InlineData("select set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false)")]
    [InlineData("select set_config('default_transaction_read_only', 'off', false)")]
    [InlineData("select set_config('standard_conforming_strings', 'off', false), set_config('client_encoding', 'SQL_ASCII', false)")]
    [InlineData("select set_config('mark.set', 'x', false), set_config('work_mem', '1GB', false), set_config('application_name', 'x', false)")]
    [InlineData("select set_config('TimeZone', 'Asia/Tokyo', false)")]
    [InlineData("select pg_advisory_lock(7)::text")]
    [InlineData("select pg_notify('x', 'y')::text")]
    [InlineData("select lo_from_bytea(0, 'x')")]
    [InlineData("select leaves_settings()")]
    public async Task What_a_query_does_to_its_session_is_gone_for_the_next(string sql)
    {
        await using (var session = await OpenAsync())
        {
            var before = await StateAsync(session);
            Assert.Null(await RunAsync(session, sql));
            Assert.Equal(before, await StateAsync(session));
            await using var next = await OpenAsync();
            Assert.Equal(before, await StateAsync(next));
        }

        await using var looking = NpgsqlDataSource.Create(admin);
        await Eventually.HoldsAsync("nothing of the sessions is left", TimeSpan.FromMinutes(2), async () => await CountAsync(looking, "select (select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())) "
            + "+ (select count(*) from pg_stat_activity where usename = 'escaper' and datname = current_database()) + (select count(*) from pg_largeobject_metadata)") == 0, null, Ct);
    }

    [Fact]
    public async Task A_query_that_kills_its_own_connection_fails_and_the_next_session_works()
    {
        await using var session = await OpenAsync();
        Assert.IsType<Problem.Unavailable>(await RunAsync(session, "select pg_terminate_backend(pg_backend_pid())"));
        await using var next = await OpenAsync();
        Assert.Null(await RunAsync(next, "select 1"));
    }

    [Fact]
    public async Task Queries_after_a_mistake_still_read_the_same_moment()
    {
        await using var session = await OpenAsync();
        Assert.NotNull(await RunAsync(session, "select nope"));
        await PostgresCluster.ExecuteAsync(admin, "insert into items values (4, 'late')");
        Assert.Equal("apple,pear", (await StateAsync(session))[19].ToString());
    }

    /// <summary>A source's settings are these fields; each other key of a connection string is refused by its name.</summary>
    [Theory]
    [InlineData("Options")]
    [InlineData("options")]
    [InlineData("Passfile")]
    [InlineData("SSL Key")]
    [InlineData("SSL Certificate")]
    [InlineData("Root Certificate")]
    [InlineData("SslMode")]
    [InlineData("Trust Server Certificate")]
    [InlineData("Host")]
    [InlineData("Server")]
    [InlineData("Search Path")]
    [InlineData("Include Error Detail")]
    [InlineData("Persist Security Info")]
    [InlineData("Log Parameters")]
    [InlineData("Kerberos Service Name")]
    [InlineData("AttachDbFilename")]
    [InlineData("connection_string")]
    [InlineData("Target Session Attributes")]
    [InlineData("Pooling")]
    public void A_connection_setting_that_is_not_listed_is_refused_by_name(string key)
    {
        var read = SettingValues.Parse(source.Settings, new() { ["host"] = "db", ["database"] = "x", ["user"] = "y", [key] = "z" });
        var error = Assert.Single(Assert.IsType<Problem.Invalid>(read.Problem).Errors);
        Assert.Equal((key, "unknown-field"), (error.Field, error.Code));
    }

    /// <summary>A value stays a value: none adds a key to the connection, reads a file or leads to a socket of the machine.</summary>
    [Theory]
    [InlineData("database", "x;Passfile=/etc/passwd;Options=-c role=postgres", "does not exist")]
    [InlineData("database", "x' Host='/var/run/postgresql", "does not exist")]
    [InlineData("user", "escaper;Username=postgres", "does not exist")]
    [InlineData("user", "escaper\";Options=\"-c role=postgres", "does not exist")]
    [InlineData("host", "/var/run/postgresql", "not a host name")]
    [InlineData("host", "@abstract", "not a host name")]
    [InlineData("host", "db.example.com,127.0.0.1", "programs read differently")]
    [InlineData("host", "db.example.com;Port=1", "not a host name")]
    [InlineData("host", "127.0.0.1", "does not connect to")]
    [InlineData("host", "::ffff:127.0.0.1", "does not connect to")]
    [InlineData("host", "169.254.169.254", "does not connect to")]
    [InlineData("host", "0x7f000001", "programs read differently")]
    public async Task A_value_is_never_read_as_part_of_a_connection_string(string field, string value, string words)
    {
        var reached = field == "host" ? new PostgresSource(new OutboundGuard([]).CheckAsync, TimeProvider.System) : source;
        var tested = await reached.TestAsync(Settings((field, value)), Ct);
        Assert.Contains(words, tested.Problem?.Summary ?? "It connected.", StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PostgresCluster.WhyNot is not null, PostgresCluster.WhyNot ?? "");
        admin = await PostgresCluster.Start().CreateDatabaseAsync();
        await PostgresCluster.ExecuteAsync(admin, """
            do $$ begin
              if not exists (select from pg_roles where rolname = 'escaper') then create role escaper login; end if;
              if not exists (select from pg_roles where rolname = 'escape_writer') then create role escape_writer; end if;
              grant escape_writer to escaper;
            exception when duplicate_object or unique_violation then null; end $$;
            create extension if not exists dblink;
            create table items (id integer, name text);
            insert into items values (1, 'apple'), (2, 'pear');
            create sequence numbers;
            create schema evil;
            create table evil.items (id integer, name text);
            create function writes() returns int language sql as 'insert into items values (9, ''x'') returning id';
            create function writes_as_owner() returns int language sql security definer as 'insert into items values (9, ''x'') returning id';
            create function leaves_settings() returns text language plpgsql as $$ begin perform set_config('search_path', 'evil', false); return set_config('role', 'escape_writer', false); end $$;
            create procedure leave(inout n int) language plpgsql as $$ begin commit; insert into items values (9, 'x'); end $$;
            create procedure quietly() language plpgsql as $$ begin insert into items values (9, 'x'); end $$;
            grant all on all tables in schema public, evil to escaper, escape_writer;
            grant usage on schema evil to escaper, escape_writer;
            grant create on schema public to escaper;
            grant all on all sequences in schema public to escaper;
            """);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<IDataSession> OpenAsync()
    {
        var session = await source.OpenAsync(Settings(), new(RenderLimits.Default, DateTimeZone.Utc), Ct);
        Assert.True(session.IsOk, session.Problem?.Summary);
        return session.Value;
    }

    private SettingValues Settings(params (string, string)[] other)
    {
        var settings = new System.Text.Json.Nodes.JsonObject
        {
            ["host"] = "db.example.com", ["port"] = (long)PostgresCluster.Start().Port, ["database"] = new NpgsqlConnectionStringBuilder(admin).Database, ["user"] = "escaper", ["tls"] = "disable",
        };
        foreach (var (name, value) in other) settings[name] = value;
        return SettingValues.Parse(source.Settings, settings).Value!;
    }

    private static async Task<Problem?> RunAsync(IDataSession session, string sql) => (await ReadAsync(session, sql)).Problem;

    private static async Task<Cell[]> StateAsync(IDataSession session)
    {
        var (problem, row) = await ReadAsync(session, State);
        Assert.Null(problem);
        return row;
    }

    private static async Task<(Problem? Problem, Cell[] Last)> ReadAsync(IDataSession session, string sql)
    {
        var opened = await session.QueryAsync(new("q", sql, null, 1), [], Ct);
        if (!opened.IsOk) return (opened.Problem, []);
        await using var rows = opened.Value;
        Cell[] last = [];
        try
        {
            while (await rows.NextAsync(Ct)) last = rows.Row.ToArray();
            return (null, last);
        }
        catch (ReportException failure)
        {
            return (failure.Problem, []);
        }
    }

    private static async Task<long> CountAsync(NpgsqlDataSource looking, string sql)
    {
        await using var command = looking.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }
}
