using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.Reports;

public sealed class PreviewTests(JobServers servers) : IClassFixture<JobServers>
{
    private const string Text = """
        ---
        title: Preview
        report_type: preview_of_runs
        source: qa
        parameters:
          region: { type: text, default: EU }
        ---
        ```sql runs
        select suite, passed, failed
        from test_runs where region = @region
        ```

        Region **{{region}}**.

        ```table runs
        ```
        """;

    [Theory]
    [InlineData(null, "text/html; charset=utf-8", "<!doctype html>")]
    [InlineData("page", "text/html; charset=utf-8", "<!doctype html>")]
    [InlineData("email", "text/html; charset=utf-8", "<!doctype html>")]
    [InlineData("pdf", "application/pdf", "%PDF-")]
    [InlineData("data", "application/json", "{\"report_type\":\"preview_of_runs\"")]
    [InlineData("csv", "text/csv; charset=utf-8", "suite,passed,failed")]
    public async Task Unsaved_text_is_seen_as_each_of_its_files(string? format, string media, string start)
    {
        var answer = await PreviewAsync(200, Text, format);
        Assert.Equal(media, answer.Header("Content-Type"));
        Assert.StartsWith(start, answer.Text, StringComparison.Ordinal);
        Assert.Contains("sandbox", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select suite, passed, failed", "select suite, pased, failed", "query-failed", "select suite, pased, failed")]
    [InlineData("```table runs\n", "```table runs\ncolumns: [suite, fialed]\n", "unknown-column", "```table runs")]
    [InlineData("```table runs\n", "```table rnus\n", "unknown-name", "`")]
    [InlineData("{{region}}", "{{regoin}}", "unknown-name", "regoin")]
    public async Task What_is_wrong_is_shown_where_it_stands(string right, string wrong, string code, string shown)
    {
        var text = Text.Replace(right, wrong, StringComparison.Ordinal);
        var answer = await PreviewAsync(422, text, "page");
        Assert.Equal(("text", code), answer.Error);
        var span = answer.Json["errors"]![0]!["span"]!.AsArray().Select(n => n!.GetValue<int>()).ToList();
        Assert.StartsWith(shown, text[span[0]..span[1]], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_filter_or_format_is_named()
    {
        var server = (await servers.ForAsync(false)).Live;
        Assert.Equal(("filters.regoin", "unknown-filter"), (await server.WantAsync(422, "POST", "/api/v1/reports/templates/preview", new { text = Text, filters = new { regoin = "EU" } })).Error);
        Assert.Equal(("format", "unknown-format"), (await PreviewAsync(422, Text, "docx")).Error);
    }

    [Fact]
    public async Task Unsaved_text_says_what_it_asks_for_before_it_is_rendered()
    {
        var draft = (await CheckAsync(200, Text)).Json;
        Assert.Equal(("preview_of_runs", "Preview"), ((string?)draft["report_type"], (string?)draft["title"]));
        Assert.Equal(("region", "EU"), ((string?)draft["parameters"]![0]!["name"], (string?)draft["parameters"]![0]!["default"]));
        Assert.Equal("""["qa"]""", draft["sources"]!.ToJsonString());
        Assert.Equal("""["runs"]""", draft["queries"]!.ToJsonString());
    }

    [Fact]
    public async Task A_check_says_what_is_wrong_and_where()
    {
        var answer = await CheckAsync(422, Text.Replace("{{region}}", "{{regoin}}", StringComparison.Ordinal));
        Assert.Equal(("text", "unknown-name"), answer.Error);
        Assert.NotNull(answer.Json["errors"]![0]!["span"]);
    }

    private async Task<Answer> CheckAsync(int status, string text) =>
        await (await servers.ForAsync(false)).Live.WantAsync(status, "POST", "/api/v1/reports/templates/check", new { text });

    private async Task<Answer> PreviewAsync(int status, string text, string? format) =>
        await (await servers.ForAsync(false)).Live.WantAsync(status, "POST", "/api/v1/reports/templates/preview", new { text, format });
}
