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

public sealed class SqliteSourceContractTests : SourceContract, IDisposable
{
    private readonly TempFolder folder = new();

    public SqliteSourceContractTests()
    {
        Batteries_V2.Init();
        Execute(folder.File("a.sqlite"), "create table items (id integer, name text, price decimal(10,2), sold date, ok boolean);" + Items);
        Execute(folder.File("other.sqlite"), "create table secrets (word text); insert into secrets values ('xyzzy');");
    }

    private protected override IDataSource Source { get; } = new SqliteSource(_ => null, TimeProvider.System);

    private protected override string Endless => "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";

    private string Other => folder.File("other.sqlite").Replace("'", "''", StringComparison.Ordinal);

    [Fact]
    public async Task No_statement_leaves_the_file_or_changes_it()
    {
        string[] escapes =
        [
            $"attach '{Other}' as o", $"vacuum into '{folder.File("copy.sqlite")}'", "pragma query_only = 0", "pragma journal_mode = delete", "pragma writable_schema = 1",
            "delete from items", "select 1; commit; insert into items values (9, 'x', 1, null, null)", "commit", "rollback", "begin immediate", "create table x (y)",
            "create temp table x (y)", "insert into items values (9, 'x', 1, null, null) returning id", "with w as (select 9 as i) insert into items select i, 'x', 1, null, null from w",
            "select load_extension('x')", "update items set id = 0", "drop table items", "reindex", "analyze", "explain delete from items", "savepoint s",
        ];
        foreach (var escape in escapes) Assert.Single(await EscapeAsync(escape));
        Assert.Equal(escapes.Length, (await EscapeAsync(escapes)).Count);
        Assert.Equal(3, (await ReadAsync("select * from items")).Rows.Count);
        Assert.False(File.Exists(folder.File("copy.sqlite")));
    }

    [Theory]
    [InlineData("relative.sqlite", "not a full path")]
    [InlineData("/no/such/file.sqlite", "no file")]
    public async Task A_path_that_cannot_be_is_said_so(string path, string reason)
    {
        var test = await Source.TestAsync(Settings(path), Ct);
        Assert.Contains(reason, test.Problem!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_said_so()
    {
        await File.WriteAllTextAsync(folder.File("text.sqlite"), new string('x', 5_000), Ct);
        var test = await Source.TestAsync(Settings(folder.File("text.sqlite")), Ct);
        Assert.Contains("file is not a database", test.Problem!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_the_deployment_keeps_is_refused_behind_a_link_too()
    {
        File.CreateSymbolicLink(folder.File("link.sqlite"), folder.File("a.sqlite"));
        var guarded = new SqliteSource(path => path == folder.File("a.sqlite") ? new Problem.Conflict("own", "That is ours.") : null, TimeProvider.System);
        var opened = await guarded.OpenAsync(Settings(folder.File("link.sqlite")), new(RenderLimits.Default, DateTimeZone.Utc), Ct);
        Assert.Equal("That is ours.", opened.Problem!.Summary);
    }

    [Fact]
    public async Task Expressions_take_the_type_of_their_first_values()
    {
        var (columns, rows) = await ReadAsync("select max(sold) as last, avg(price) as mean, count(*) as n, 'x' as t, datetime('2026-11-16 10:00') as at, null as none from items");
        Assert.Equal([CellKind.Date, CellKind.Real, CellKind.Integer, CellKind.Text, CellKind.DateTime, CellKind.Text], columns.Select(c => c.Type));
        Assert.Equal(Cell.Of(new DateOnly(2026, 11, 17)), rows[0][0]);
    }

    [Fact]
    public async Task A_value_that_does_not_fit_its_column_stays_what_it_is()
    {
        Execute(folder.File("a.sqlite"), "insert into items values ('word', 5, 'free', 'soon', 7)");
        var (_, rows) = await ReadAsync("select id, price, sold, ok from items where id = 'word'");
        Assert.Equal([Cell.Of("word"), Cell.Of("free"), Cell.Of("soon"), Cell.Of(7L)], rows[0]);
    }

    public void Dispose() => folder.Dispose();

    private protected override Task<SettingValues> SettingsAsync() => Task.FromResult(Settings(folder.File("a.sqlite")));

    private SettingValues Settings(string path) => SettingValues.Parse(Source.Settings, new() { ["path"] = path }).Value!;

    private static void Execute(string database, string sql)
    {
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(database, out var db));
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(db, sql));
        raw.sqlite3_close_v2(db);
        db.Dispose();
    }
}
