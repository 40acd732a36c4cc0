using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Broadsheet.Adapters.Formats.Csv;
using Broadsheet.Adapters.Formats.Html;
using Broadsheet.Adapters.Formats.Json;
using Broadsheet.Adapters.Formats.Pdf;
using Broadsheet.Adapters.Formats.Xlsx;
using Broadsheet.Core;
using Broadsheet.Server.Reports.Rendering;
using Xunit;

namespace Broadsheet.Server.Tests.Reports.Rendering;

public sealed class RenderReportTests : IDisposable
{
    private const string Quality = """
        ---
        title: Quality in {{region}}
        report_type: quality_summary
        source: demo
        parameters:
          region: { type: text, default: EU }
          period: { type: period, default: last_week }
        ---
        # Quality, {{region}}, {{period}}

        ```sql runs
        select day, suite, passed, failed, rate from test_runs
        where region = @region and day between @period_from and @period_to order by day
        ```

        {{#if runs}}Passed **{{sum runs.passed}}** in {{runs.rows}} runs.{{else}}Nothing ran.{{/if}}

        {{#each runs}}
        - {{suite}}: {{percent rate}}
        {{/each}}

        ```kpi runs
        - { label: Passed, value: sum runs.passed, format: number, before: avg runs.passed, better: up }
        ```

        ```table runs
        columns: [day, suite, { name: rate, format: percent, colour: [{ when: "< 0.8", colour: red }] }]
        totals: true
        ```
        """;

    private readonly RenderWorld world = new();

    [Fact]
    public async Task Csv_streams_the_rows_of_the_slots_period()
    {
        var report = await world.RenderAsync(Quality, null, "csv");
        Assert.True(report.IsOk, report.Problem?.Summary);
        var file = Assert.Single(report.Value.Files);
        Assert.Equal("quality-summary-2026-W47.csv", file.FileName);
        Assert.Equal("""
            day,suite,passed,failed,rate
            2026-11-16,login,98,2,0.98
            2026-11-17,login,95,5,0.95
            2026-11-18,cart,70,30,0.7
            2026-11-22,cart <b>x</b>,88,12,0.88

            """.ReplaceLineEndings("\r\n"), await File.ReadAllTextAsync(file.Path));
        Assert.Equal(4, file.Rows);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file.Path))), file.Sha256);
        Assert.Equal("""{"period":{"from":"2026-11-16","to":"2026-11-22"},"region":"EU"}""", report.Value.Filters.ToJsonString());
        Assert.Equal("Quality, 16 – 22 Nov 2026: 351", report.Value.Fill("Quality, {{period}}: {{sum runs.passed}}").Value);
    }

    [Theory]
    [InlineData("", "several-2026-11-23:suites")]
    [InlineData("csv: days", "several-2026-11-23:day")]
    [InlineData("csv: { queries: [days], separator: ; }", "several-2026-11-23:day")]
    [InlineData("csv: [days, suites]", "several-2026-11-23-days:day several-2026-11-23-suites:suites")]
    public async Task Csv_is_one_file_of_the_main_table_unless_the_document_chooses(string front, string files)
    {
        var text = $"""
            ---
            title: Several
            report_type: several
            source: demo
            {front}
            ---
            ```sql days
            select distinct day from test_runs
            ```

            ```sql suites
            select count(distinct suite) as suites from test_runs
            ```

            {"{{days.rows}}"} days

            ```table suites
            ```
            """;
        var alone = await world.RenderAsync(text, null, "csv");
        Assert.True(alone.IsOk, alone.Problem?.Summary);
        Assert.Equal(files, string.Join(' ', alone.Value.Files.Select(f => $"{Path.GetFileNameWithoutExtension(f.FileName)}:{File.ReadLines(f.Path).First()}")));
        Assert.Contains(" days", alone.Value.EmailText, StringComparison.Ordinal);
        var together = await world.RenderAsync(text, null, "json", "csv");
        Assert.Equal(alone.Value.Files.Select(f => f.Sha256), together.Value!.Files.Where(f => f.Format == "csv").Select(f => f.Sha256));
        Assert.Equal(alone.Value.ContentHash, together.Value.ContentHash);
        Assert.Equal(alone.Value.Rows, together.Value.Rows);
    }

    [Fact]
    public async Task Each_format_of_one_run_has_the_same_data_and_no_partial_file_stays()
    {
        var report = await world.RenderAsync(Quality, new() { ["region"] = "US" }, "csv", "json", "html");
        Assert.True(report.IsOk, report.Problem?.Summary);
        Assert.Equal(["csv", "json", "html"], report.Value.Files.Select(f => f.Format));
        Assert.Equal(report.Value.Files.Select(f => f.FileName).Order(), Directory.GetFileSystemEntries(world.Output).Select(Path.GetFileName).Order());
        var json = JsonNode.Parse(await File.ReadAllTextAsync(report.Value.Files[1].Path))!;
        Assert.Equal("[\"2026-11-17\",\"us\",10,0,1]", json["queries"]!["runs"]!["rows"]![0]!.ToJsonString());
        Assert.Equal("Quality in US", json["title"]!.GetValue<string>());
        Assert.Equal(1, report.Value.Rows);
    }

    [Fact]
    public async Task Data_never_become_markup_in_the_page_or_the_mail()
    {
        var report = await world.RenderAsync(Quality, null, "html");
        Assert.True(report.IsOk, report.Problem?.Summary);
        var page = await File.ReadAllTextAsync(report.Value.Files[0].Path);
        foreach (var html in new[] { page, report.Value.EmailHtml })
        {
            Assert.Contains("cart &lt;b&gt;x&lt;/b&gt;: 88.0%", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>x</b>", html, StringComparison.Ordinal);
        }

        Assert.Contains("Passed <strong", report.Value.EmailHtml, StringComparison.Ordinal);
        Assert.Contains("cart <b>x</b>: 88.0%", report.Value.EmailText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_wrong_filter_and_format_is_said_at_once()
    {
        var report = await world.RenderAsync(Quality, new() { ["regoin"] = "EU", ["period"] = "last_weak" }, "csv", "xlxs");
        var errors = Assert.IsType<Problem.Invalid>(report.Problem).Errors;
        Assert.Equal(["formats[1]", "filters.regoin", "filters.period"], errors.Select(e => e.Field));
        Assert.Equal([null, "region", "last_week"], errors.Select(e => e.Suggestion).Select((s, i) => i == 0 ? null : s));
    }

    [Theory]
    [InlineData("select dayy from test_runs", "Query “runs”, line 7: no such column: dayy")]
    [InlineData("select 1; select 2", "Query “runs”, line 7: A query is one statement; there is more after the first.")]
    [InlineData("delete from test_runs", "Query “runs”, line 7: not authorized")]
    public async Task A_query_that_fails_says_its_name_and_line_and_leaves_no_file(string sql, string message)
    {
        var report = await world.RenderAsync($"---\ntitle: T\nreport_type: t\nsource: demo\n---\n```sql runs\n{sql}\n```\n", null, "csv", "html");
        Assert.Equal(message, Assert.IsType<Problem.Invalid>(report.Problem).Errors[0].Message);
        Assert.Empty(Directory.GetFileSystemEntries(world.Output));
    }

    [Fact]
    public async Task The_content_hash_changes_with_the_data_only()
    {
        var first = await world.RenderAsync(Quality, null, "csv");
        var again = await world.RenderAsync(Quality, null, "html", "json");
        RenderWorld.Execute(world.Database, "update test_runs set passed = 97 where passed = 98");
        var changed = await world.RenderAsync(Quality, null, "csv");
        Assert.Equal(first.Value!.ContentHash, again.Value!.ContentHash);
        Assert.NotEqual(first.Value.ContentHash, changed.Value!.ContentHash);
    }

    [Fact]
    public async Task A_limit_met_is_an_error_with_the_number()
    {
        var request = world.Request(Quality, null, "csv") with { Limits = new() { MaxRows = 3 } };
        var report = await RenderWorld.Renderer().RunAsync(request, CancellationToken.None);
        Assert.Contains("more than the limit of 3 rows", report.Problem!.Summary, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(world.Output));
    }

    [Fact]
    public async Task A_cell_beyond_the_limit_is_said_with_its_row_and_column()
    {
        var request = world.Request(Quality, null, "csv", "html") with { Limits = new() { MaxCell = 10 } };
        var report = await RenderWorld.Renderer().RunAsync(request, CancellationToken.None);
        Assert.Matches("more than the limit of 10 characters in one cell: row 4, column “suite”", report.Problem!.Summary);
        Assert.Empty(Directory.GetFileSystemEntries(world.Output));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("html")]
    [InlineData("xlsx")]
    [InlineData("pdf")]
    [InlineData("csv,json,html,xlsx,pdf")]
    public async Task A_query_that_fails_after_half_its_rows_leaves_no_file(string formats)
    {
        const string Text = "---\ntitle: T\nreport_type: t\nsource: demo\n---\n```sql runs\nselect suite, abs(case when rowid < 4 then 1 else -9223372036854775807 - 1 end) as n from test_runs order by rowid\n```\n\n```table runs\n```\n";
        var renderer = new RenderReport([new CsvFormat(), new JsonFormat(), new HtmlFormat(), new XlsxFormat(), new PdfFormat()], new MailFormat(), RenderWorld.Documents, TimeProvider.System);
        var report = await renderer.RunAsync(world.Request(Text, null, formats.Split(',')), CancellationToken.None);
        Assert.Equal("Query “runs”, line 7: integer overflow", Assert.IsType<Problem.Invalid>(report.Problem).Errors[0].Message);
        Assert.Empty(Directory.GetFileSystemEntries(world.Output));
    }

    public void Dispose() => world.Dispose();
}
