using Broadsheet.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Broadsheet.Server.Tests.Demo;

public sealed class ExampleReportsTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    /// <summary>What the examples' parameters bind on <see cref="DemoFixture.Today"/>, for a week.</summary>
    private static readonly Dictionary<string, object> Week = new(StringComparer.Ordinal)
    {
        ["period_from"] = "2026-11-09", ["period_to"] = "2026-11-15", ["period_before_from"] = "2026-11-02", ["period_before_to"] = "2026-11-08",
        ["as_of"] = "2026-11-22", ["least"] = 1,
    };

    public static TheoryData<string> Reports => ["compliance-summary", "quality-summary", "defect-aging", "flaky-tests"];

    [Theory]
    [MemberData(nameof(Reports))]
    public void Every_query_gives_rows_for_every_region(string report)
    {
        var document = File.ReadAllText(Repository.File($"examples/reports/{report}.md"));
        Assert.Contains($"report_type: {report.Replace('-', '_')}", document, StringComparison.Ordinal);
        var queries = ExampleDocument.Queries(document).ToList();
        Assert.True(queries.Count >= 3);
        using var connection = demo.Open();
        foreach (var region in new object?[] { "EU", "US", "APAC", null })
        {
            foreach (var (name, sql) in queries)
            {
                if (region is null && !sql.Contains("@region is null", StringComparison.Ordinal)) continue;
                Assert.True(Rows(connection, sql, new(Week) { ["region"] = region ?? DBNull.Value }) > 0, $"{report}, {name}, {region ?? "all regions"}");
            }
        }
    }

    [Fact]
    public void The_chinook_report_reads_a_database_that_nobody_here_made()
    {
        var path = Repository.Shared("data/chinook.sqlite");
        Assert.SkipWhen(path is null, "The Chinook database does not lie beside the checkout.");
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var document = File.ReadAllText(Repository.File("examples/chinook/sales-by-country.md"));
        foreach (var (name, sql) in ExampleDocument.Queries(document))
        {
            var binds = new Dictionary<string, object> { ["period_from"] = "2024-01-01", ["period_to"] = "2024-12-31", ["country"] = DBNull.Value };
            Assert.True(Rows(connection, sql, binds) > 0, name);
        }
    }

    private static int Rows(SqliteConnection connection, string sql, Dictionary<string, object> binds)
    {
        using var command = new SqliteCommand(sql, connection);
        foreach (var name in ExampleDocument.Placeholders(sql)) command.Parameters.AddWithValue("@" + name, binds[name]);
        using var reader = command.ExecuteReader();
        var rows = 0;
        while (reader.Read()) rows++;
        return rows;
    }
}
