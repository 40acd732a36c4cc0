using Broadsheet.Adapters.Sources.Sqlite;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Tables;
using Broadsheet.Testing;
using NodaTime;
using SQLitePCL;
using Xunit;

namespace Broadsheet.Adapters.Tests.Sources;

/// <summary>
/// Ways out of a report's query that SQLite offers, each with what stops it. After each, the next query of the same session and that of the
/// next session find what they would have found without it, and the file has the bytes it had.
/// </summary>
public sealed class SqliteEscapeTests : IDisposable
{
    private const string State = """
        select (select group_concat(name, ',') from items), (select group_concat(name, ',') from sqlite_schema), (select count(*) from sqlite_temp_schema), total_changes(), last_insert_rowid()
        """;

    private readonly TempFolder folder = new();
    private readonly SqliteSource source = new(_ => null, TimeProvider.System);

    public SqliteEscapeTests()
    {
        Batteries_V2.Init();
        Execute("a.sqlite", """
            create table items (id integer primary key, name text);
            insert into items values (1, 'apple'), (2, 'pear');
            create view loads as select load_extension('x') as n;
            create trigger noted after insert on items begin delete from items; end;
            """);
        Execute("other.sqlite", "create table secrets (word text); insert into secrets values ('xyzzy');");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What is run, with FOLDER for the folder of the file, and the words of the refusal.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        // Other files.
        { "attach 'FOLDER/other.sqlite' as o", "not authorized" },
        { "attach 'FOLDER/new.sqlite' as o", "not authorized" },
        { "attach 'file:FOLDER/other.sqlite?mode=rw' as o", "not authorized" },
        { "attach ':memory:' as o", "not authorized" },
        { "detach main", "not authorized" },
        { "select word from o.secrets", "no such table" },
        { "vacuum into 'FOLDER/copy.sqlite'", "only reads" },
        { "vacuum", "only reads" },
        { "select load_extension('FOLDER/x.so')", "not authorized" },
        { "select LOAD_extension('x', 'y')", "not authorized" },
        { "select * from loads", "unsafe use of load_extension" },
        { "select readfile('/etc/passwd')", "no such function" },
        { "select writefile('FOLDER/copy.sqlite', 'x')", "no such function" },
        { "select edit('x', 'sh')", "no such function" },
        { "select fts3_tokenizer('simple', x'00')", "fts3tokenize disabled" },
        { "create virtual table v using csv(filename='/etc/passwd')", "not authorized" },
        { "create virtual table v using fts5(x)", "not authorized" },
        { "create virtual table temp.v using sqlite_dbpage", "not authorized" },

        // Writing.
        { "insert into items values (9, 'x') returning id", "not authorized" },
        { "with w as (select 9 as i) insert into items select i, 'x' from w", "not authorized" },
        { "replace into items values (1, 'x')", "not authorized" },
        { "insert into items values (1, 'x') on conflict do update set name = 'y'", "not authorized" },
        { "update items set name = 'x' returning name", "not authorized" },
        { "delete from items", "not authorized" },
        { "create table kept as select * from items", "not authorized" },
        { "create temp table kept (x)", "not authorized" },
        { "create temp view items as select 'x' as name", "not authorized" },
        { "create temp trigger t after insert on items begin select 1; end", "not authorized" },
        { "create index i on items (name)", "not authorized" },
        { "drop table items", "not authorized" },
        { "alter table items rename to gone", "not authorized" },
        { "reindex", "only reads" },
        { "analyze", "not authorized" },
        { "update sqlite_schema set sql = 'x'", "may not be modified" },
        { "delete from sqlite_temp_schema", "may not be modified" },
        { "explain delete from items", "not authorized" },

        // Settings of the connection, as statements and as tables.
        { "pragma query_only = 0", "not authorized" },
        { "pragma writable_schema = 1", "not authorized" },
        { "pragma writable_schema = reset", "not authorized" },
        { "pragma trusted_schema = 1", "not authorized" },
        { "pragma journal_mode = delete", "not authorized" },
        { "pragma locking_mode = exclusive", "not authorized" },
        { "pragma temp_store_directory = 'FOLDER'", "not authorized" },
        { "pragma data_store_directory = 'FOLDER'", "not authorized" },
        { "pragma user_version = 7", "not authorized" },
        { "pragma database_list", "not authorized" },
        { "pragma wal_checkpoint(truncate)", "not authorized" },
        { "pragma case_sensitive_like = 1", "not authorized" },
        { "pragma foreign_keys = 0", "not authorized" },
        { "select file from pragma_database_list", "not authorized" },
        { "select * from pragma_wal_checkpoint", "no such table" },

        // Leaving the transaction; a second statement.
        { "commit", "not authorized" },
        { "end", "not authorized" },
        { "rollback", "not authorized" },
        { "begin immediate", "not authorized" },
        { "savepoint s", "not authorized" },
        { "release s", "not authorized" },
        { "select 1; commit; insert into items values (9, 'x')", "more after the first" },
        { "select 1; attach 'FOLDER/other.sqlite' as o", "more after the first" },
        { "select 1; select 2", "more after the first" },
        { "select 1; nonsense", "more after the first" },
        { "select 1\0; delete from items", "NUL" },
        { "\0delete from items", "NUL" },

        // Exhausting what is there.
        { "select zeroblob(2000000000)", "more than the limit" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task An_escape_is_refused_and_the_next_query_finds_all_as_it_was(string escape, string words)
    {
        var (sql, bytes, files) = (escape.Replace("FOLDER", folder.Path, StringComparison.Ordinal), await Bytes(), Files());
        await using var session = await OpenAsync();
        var before = await StateAsync(session);
        Assert.Contains(words, (await ReadAsync(session, sql)).Problem?.Summary ?? "It ran.", StringComparison.Ordinal);
        Assert.Equal(before, await StateAsync(session));
        await using var next = await OpenAsync();
        Assert.Equal(before, await StateAsync(next));
        Assert.Equal(bytes, await Bytes());
        Assert.Equal(files, Files());
    }

    [Fact]
    public async Task What_only_reads_runs()
    {
        await using var session = await OpenAsync();
        foreach (var sql in new[] { "select 1;", "select 1; -- done", "with recursive n(i) as (select 1 union all select i + 1 from n where i < 9) select sum(i) from n", "select value from json_each('[1,2]')", "values (1)", "select * from items order by random()" })
            Assert.Null((await ReadAsync(session, sql)).Problem);
    }

    /// <summary>A source's settings are its path; each key of a connection string is refused by its name.</summary>
    [Theory]
    [InlineData("Mode")]
    [InlineData("mode")]
    [InlineData("Cache")]
    [InlineData("Data Source")]
    [InlineData("Filename")]
    [InlineData("Password")]
    [InlineData("Foreign Keys")]
    [InlineData("Recursive Triggers")]
    [InlineData("AttachDbFilename")]
    [InlineData("Vfs")]
    [InlineData("connection_string")]
    public void A_connection_setting_that_is_not_listed_is_refused_by_name(string key)
    {
        var read = SettingValues.Parse(source.Settings, new() { ["path"] = folder.File("a.sqlite"), [key] = "z" });
        var error = Assert.Single(Assert.IsType<Problem.Invalid>(read.Problem).Errors);
        Assert.Equal((key, "unknown-field"), (error.Field, error.Code));
    }

    /// <summary>A path is a path: no address, no options, no database in memory.</summary>
    [Theory]
    [InlineData("file:FOLDER/a.sqlite?mode=rwc", "not a full path")]
    [InlineData(":memory:", "not a full path")]
    [InlineData("FOLDER/a.sqlite?mode=rwc", "no file")]
    [InlineData("FOLDER/a.sqlite;Mode=ReadWriteCreate", "no file")]
    [InlineData("FOLDER/new.sqlite", "no file")]
    [InlineData("FOLDER", "no file")]
    public async Task A_path_is_never_read_as_anything_else(string path, string words)
    {
        var files = Files();
        var settings = SettingValues.Parse(source.Settings, new() { ["path"] = path.Replace("FOLDER", folder.Path, StringComparison.Ordinal) }).Value!;
        Assert.Contains(words, (await source.TestAsync(settings, Ct)).Problem?.Summary ?? "It opened.", StringComparison.Ordinal);
        Assert.Equal(files, Files());
    }

    public void Dispose() => folder.Dispose();

    private Task<byte[]> Bytes() => File.ReadAllBytesAsync(folder.File("a.sqlite"), Ct);

    private string[] Files() => [.. Directory.EnumerateFileSystemEntries(folder.Path).Order(StringComparer.Ordinal)];

    private async Task<IDataSession> OpenAsync()
    {
        var session = await source.OpenAsync(SettingValues.Parse(source.Settings, new() { ["path"] = folder.File("a.sqlite") }).Value!, new(RenderLimits.Default, DateTimeZone.Utc), Ct);
        Assert.True(session.IsOk, session.Problem?.Summary);
        return session.Value;
    }

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

    private void Execute(string name, string sql)
    {
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(folder.File(name), out var db));
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(db, sql));
        raw.sqlite3_close_v2(db);
        db.Dispose();
    }
}
