using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.Reports;

public sealed class ReadChoicesTests(JobServers servers) : IClassFixture<JobServers>
{
    private const string Text = """
        ---
        title: Choices
        report_type: choices
        source: qa
        parameters:
          region: { type: text, choices_sql: "select distinct region from test_runs order by region" }
          severity: { type: choice, choices: [low, high] }
          many: { type: text, choices_sql: "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000) select i from n" }
          wrong: { type: text, choices_sql: "select regoin from test_runs" }
          free: { type: number }
        ---
        Nothing.
        """;

    [Fact]
    public async Task A_form_gets_the_choices_of_a_parameter_from_the_data_or_the_document()
    {
        var live = (await servers.ForAsync(false)).Live;
        var id = (await live.WantAsync(201, "POST", "/api/v1/reports/templates", new { text = Text })).Json["id"]!.GetValue<string>();
        var choices = $"/api/v1/reports/templates/{id}/choices";
        Assert.Equal("""{"items":["EU","US"]}""", (await live.WantAsync(200, "GET", $"{choices}?parameter=region")).Json.ToJsonString());
        Assert.Equal("""{"items":["low","high"]}""", (await live.WantAsync(200, "GET", $"{choices}?parameter=severity")).Json.ToJsonString());
        Assert.Equal("""{"items":[]}""", (await live.WantAsync(200, "GET", $"{choices}?parameter=free")).Json.ToJsonString());
        Assert.Equal(1_000, (await live.WantAsync(200, "GET", $"{choices}?parameter=many")).Json["items"]!.AsArray().Count);
        Assert.Contains("no such column: regoin", (await live.WantAsync(422, "GET", $"{choices}?parameter=wrong")).Text, StringComparison.Ordinal);
        Assert.Contains("region", (await live.WantAsync(422, "GET", $"{choices}?parameter=regoin")).Text, StringComparison.Ordinal);
        await live.WantAsync(404, "GET", $"/api/v1/reports/templates/{Guid.Empty}/choices?parameter=region");
    }
}
