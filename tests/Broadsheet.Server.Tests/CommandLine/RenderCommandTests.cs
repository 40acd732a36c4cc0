using System.Diagnostics;
using Broadsheet.Server.CommandLine;
using Broadsheet.Server.Tests.Reports.Rendering;
using Broadsheet.Server.Tests.Runs;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Server.Tests.CommandLine;

public sealed class RenderCommandTests : IDisposable
{
    private readonly RenderWorld world = new();

    private string Report => Path.Combine(world.Folder, "quality.md");

    [Fact]
    public async Task A_rendered_report_is_0_and_its_files_are_named_one_a_line()
    {
        await File.WriteAllTextAsync(Report, JobServer.Document("quality", "select suite, passed, failed from test_runs where region = @region order by day, suite"));
        var (code, output, error) = await RunAsync("--filter", "region=US", "--format", "csv,json", "--slot", "2026-11-23T08:00:00Z", "--out", world.Output);
        Assert.Equal((0, ""), (code, error));
        var files = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([".csv", ".json"], files.Select(f => Path.GetExtension(f.Trim())));
        Assert.Equal(files.Order(), Directory.GetFiles(world.Output).Order());
        Assert.Equal("suite,passed,failed\r\nus,10,0\r\n", await File.ReadAllTextAsync(files[0]));
    }

    [Theory]
    [InlineData("select suite, missing from test_runs", 2, "no such column: missing")]
    public async Task A_query_that_the_database_refuses_is_explained_with_its_name(string sql, int code, string reason)
    {
        await File.WriteAllTextAsync(Report, JobServer.Document("quality", sql));
        var result = await RunAsync("--format", "csv", "--out", world.Output);
        Assert.Equal((code, ""), (result.Code, result.Output));
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Contains("cases", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.Output) && Directory.GetFiles(world.Output).Length > 0);
    }

    [Fact]
    public async Task A_source_on_PostgreSQL_is_named_with_its_port()
    {
        Assert.SkipWhen(PostgresCluster.WhyNot is not null, PostgresCluster.WhyNot ?? "");
        var store = new Npgsql.NpgsqlConnectionStringBuilder(await PostgresCluster.Start().CreateDatabaseAsync());
        await PostgresCluster.ExecuteAsync(store.ConnectionString, "create table sales (day date, amount numeric(10,2)); insert into sales values ('2026-11-16', 12.50);"
            + "do $$ begin if not exists (select from pg_roles where rolname = 'render_reader') then create role render_reader login; end if; end $$; grant select on sales to render_reader");
        await File.WriteAllTextAsync(Report, "---\ntitle: Sales\nreport_type: sales\nsource: pg\n---\n```sql sales\nselect day, amount from sales\n```\n");
        string[] words = ["render", Report, "--source", $"pg=postgres://render_reader@127.0.0.1:{store.Port}/{store.Database}?tls=disable", "--format", "csv", "--out", world.Output];
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Broadsheet.Server"), words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Broadsheet__Outbound__Allow"] = "127.0.0.0/8";
        using var render = Process.Start(start)!;
        var error = render.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await render.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await error);
        Assert.Equal("day,amount\r\n2026-11-16,12.50\r\n", await File.ReadAllTextAsync(output.Trim()));
    }

    [Fact]
    public async Task A_source_that_is_not_there_is_1()
    {
        await File.WriteAllTextAsync(Report, JobServer.Document("quality", "select 1 as suite"));
        File.Delete(world.Database);
        var (code, output, error) = await RunAsync("--format", "csv", "--out", world.Output);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("qa.sqlite", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format exel", "exel")]
    [InlineData("--filter regoin=EU", "region")]
    [InlineData("--filter region", "name=value")]
    [InlineData("--timezone Europe/Warsow", "Europe/Warsaw")]
    [InlineData("--slot soon", "2026-11-23T08:00:00Z")]
    [InlineData("--nonsense", "--nonsense")]
    public async Task Arguments_that_cannot_be_taken_are_2_and_say_why(string arguments, string reason)
    {
        await File.WriteAllTextAsync(Report, JobServer.Document("quality", "select 1 as suite"));
        var (code, output, error) = await RunAsync(["--out", world.Output, .. arguments.Split(' ')]);
        Assert.Equal(2, code);
        Assert.Contains(reason, error + (arguments == "--nonsense" ? output : ""), StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.Output) && Directory.GetFiles(world.Output).Length > 0);
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_is_2_with_line_and_column()
    {
        await File.WriteAllTextAsync(Report, "---\ntitle: Quality\nreport_type: quality\nsource: qa\nparameters:\n  region: { type: colour }\n---\n# Quality\n");
        var (code, output, error) = await RunAsync("--out", world.Output);
        Assert.Equal((2, ""), (code, output));
        Assert.Matches(@"Line 6, column \d+", error);
    }

    [Fact]
    public async Task A_report_that_is_not_there_is_2()
    {
        var (code, _, error) = await RunAsync("--out", world.Output);
        Assert.Equal(2, code);
        Assert.Contains("There is no file", error, StringComparison.Ordinal);
    }

    public void Dispose() => world.Dispose();

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Commands.RunAsync(["render", Report, "--source", $"qa={world.Database}", .. arguments], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
