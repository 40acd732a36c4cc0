using System.Text.Json.Nodes;
using Broadsheet.Adapters.Sources.Sqlite;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Server.Reports.Rendering;
using Broadsheet.Server.Tests.Reports.Rendering;
using Broadsheet.Testing;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Demo;

/// <summary>The examples through the renderer that schedules use, as they are, without a filter.</summary>
public sealed class ExampleRenderTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    [Theory]
    [MemberData(nameof(ExampleReportsTests.Reports), MemberType = typeof(ExampleReportsTests))]
    public async Task An_example_renders_with_its_defaults_in_every_format(string report) =>
        await RenderAsync($"examples/reports/{report}.md", demo.Path, []);

    [Theory]
    [InlineData("EU")]
    [InlineData("US")]
    [InlineData("APAC")]
    public async Task The_compliance_summary_takes_a_region(string region)
    {
        var report = await RenderAsync("examples/reports/compliance-summary.md", demo.Path, new() { ["region"] = region });
        Assert.Equal(region, report.Filters["region"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_chinook_report_renders()
    {
        var path = Repository.Shared("data/chinook.sqlite");
        Assert.SkipWhen(path is null, "The Chinook database does not lie beside the checkout.");
        await RenderAsync("examples/chinook/sales-by-country.md", path!, []);
    }

    private static async Task<RenderedReport> RenderAsync(string file, string database, JsonObject filters)
    {
        using var folder = new TempFolder();
        var adapter = new SqliteSource(_ => null, TimeProvider.System);
        var settings = SettingValues.Parse(adapter.Settings, new() { ["path"] = database }).Value!;
        Result<OpenSource> source = new OpenSource((options, ct) => adapter.OpenAsync(settings, options, ct));
        var rendered = await RenderWorld.Renderer().RunAsync(
            new()
            {
                Document = RenderWorld.Parse(await File.ReadAllTextAsync(Repository.File(file))),
                Version = "v1",
                Filters = filters,
                Slot = DemoFixture.Today.At(new LocalTime(9, 0)).InUtc().ToInstant(),
                Zone = DateTimeZone.Utc,
                WeekStart = IsoDayOfWeek.Monday,
                Formats = [.. RenderWorld.Renderer().Formats],
                Folder = folder.File("out"),
                Source = (_, _) => Task.FromResult(source),
            },
            TestContext.Current.CancellationToken);
        Assert.True(rendered.IsOk, rendered.Problem?.Summary);
        Assert.All(rendered.Value.Files, f => Assert.True(f.Rows > 0, f.FileName));
        Assert.Equal(RenderWorld.Renderer().Formats.Order(), rendered.Value.Files.Select(f => f.Format).Distinct().Order());
        Assert.Single(rendered.Value.Files, f => f.Format == "csv");
        return rendered.Value;
    }
}
