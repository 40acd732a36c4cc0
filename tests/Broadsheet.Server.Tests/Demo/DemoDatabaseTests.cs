using System.Diagnostics;
using System.Security.Cryptography;
using Broadsheet.Server.Demo;
using Broadsheet.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Broadsheet.Server.Tests.Demo;

public sealed class DemoDatabaseTests(DemoFixture demo, ITestOutputHelper output) : IClassFixture<DemoFixture>
{
    [Fact]
    public async Task The_same_day_gives_the_same_file()
    {
        using var folder = new TempFolder();
        var watch = Stopwatch.StartNew();
        await DemoDatabase.CreateAsync(folder.File("again.db"), DemoFixture.Today, TestContext.Current.CancellationToken);
        output.WriteLine($"The demo was made in {watch.ElapsedMilliseconds} ms; {new FileInfo(folder.File("again.db")).Length / 1024} KB.");
        Assert.Equal(Hash(demo.Path), Hash(folder.File("again.db")));
        Assert.Equal(["again.db"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void There_are_about_two_hundred_thousand_rows()
    {
        var rows = Tables().Sum(table => Convert.ToInt64(Ask($"select count(*) from {table}"), null));
        Assert.InRange(rows, 180_000, 240_000);
    }

    [Theory]
    [InlineData("test_runs", "day")]
    [InlineData("defects", "opened_on")]
    [InlineData("assessments", "assessed_on")]
    public void Twelve_months_up_to_today_are_there(string table, string column)
    {
        Assert.True(string.CompareOrdinal((string)Ask($"select min({column}) from {table}")!, "2025-12-05") < 0);
        Assert.True(string.CompareOrdinal((string)Ask($"select max({column}) from {table}")!, "2026-11-15") > 0);
        Assert.Equal(0L, Ask($"select count(*) from {table} where {column} > '2026-11-22'"));
    }

    [Theory]
    [InlineData("single results add up to their runs", """
        select count(*) from test_runs r join (select run_id, sum(outcome = 'failed') f, sum(outcome = 'skipped') s, count(*) n from test_results group by run_id) t
        on t.run_id = r.id where r.failed <> t.f or r.skipped <> t.s or r.passed <> t.n - t.f - t.s
        """)]
    [InlineData("weekends are quieter than working days", """
        select count(*) from (select strftime('%w', day) in ('0', '6') as weekend, count(*) * 1.0 / count(distinct day) as runs from test_runs group by 1) a
        join (select strftime('%w', day) in ('0', '6') as weekend, count(*) * 1.0 / count(distinct day) as runs from test_runs group by 1) b
        on a.weekend > b.weekend and a.runs > b.runs / 2
        """)]
    [InlineData("nothing closes before it opens", "select count(*) from defects where closed_on < opened_on")]
    [InlineData("open and closed agree with the date", "select count(*) from defects where (status = 'closed') <> (closed_on is not null)")]
    [InlineData("foreign keys hold", "select count(*) from pragma_foreign_key_check")]
    public void It_is_believable(string what, string violations) => Assert.True(Ask(violations) is 0L, what);

    [Fact]
    public void Every_column_has_a_type()
    {
        foreach (var table in Tables())
            Assert.Equal(0L, Ask($"select count(*) from pragma_table_info('{table}') where type not in ('INTEGER','REAL','TEXT','DATE','TIMESTAMP','BOOLEAN') and type not like 'DECIMAL(%'"));
    }

    [Fact]
    public async Task A_cancelled_one_leaves_no_file()
    {
        using var folder = new TempFolder();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DemoDatabase.CreateAsync(folder.File("demo.db"), DemoFixture.Today, cancelled.Token));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    private List<string> Tables()
    {
        using var connection = demo.Open();
        using var command = new SqliteCommand("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'", connection);
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read()) names.Add(reader.GetString(0));
        Assert.NotEmpty(names);
        return names;
    }

    private object? Ask(string sql)
    {
        using var connection = demo.Open();
        using var command = new SqliteCommand(sql, connection);
        return command.ExecuteScalar();
    }
}
