using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Runs;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Server.Tests.Reports.Folder;

public sealed class ReportFolderTests : IDisposable
{
    private const string Templates = "/api/v1/reports/templates";
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_is_a_report_and_a_changed_file_a_new_version(bool postgres)
    {
        await using var server = await StartAsync(postgres);
        Put("quality/passed.md", JobServer.Document("passed", "select 1 as passed"));
        var first = await ReportAsync(server, "passed", r => IsKept(r, 1));
        Assert.Equal("quality/passed.md", first["file"]!.GetValue<string>());

        Put("quality/passed.md", JobServer.Document("passed", "select 2 as passed"));
        var second = await ReportAsync(server, "passed", r => IsKept(r, 2));
        Assert.Equal(first["id"]!.GetValue<string>(), second["id"]!.GetValue<string>());
        var audit = (await server.Live.WantAsync(200, "GET", "/api/v1/audit?object_type=template")).Text;
        Assert.Contains("\"reports folder\"", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_in_a_file_is_edited_there_until_the_file_is_gone()
    {
        await using var server = await StartAsync();
        Put("kept.md", JobServer.Document("kept", "select 1 as passed"));
        var id = (await ReportAsync(server, "kept", r => IsKept(r, 1)))["id"]!.GetValue<string>();
        var text = JobServer.Document("kept", "select 3 as passed");
        var refused = await server.Live.WantAsync(409, "PUT", $"{Templates}/{id}", new { text });
        Assert.Contains("kept.md", refused.Text, StringComparison.Ordinal);
        await server.Live.WantAsync(409, "DELETE", $"{Templates}/{id}");

        File.Delete(folder.File("kept.md"));
        await ReportAsync(server, "kept", r => r["file"] is null);
        await server.Live.WantAsync(200, "PUT", $"{Templates}/{id}", new { text });
        await server.Live.WantAsync(204, "DELETE", $"{Templates}/{id}");
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_leaves_its_report_as_it_was_and_says_which_line()
    {
        await using var server = await StartAsync();
        Put("broken.md", JobServer.Document("broken", "select 1 as passed"));
        await ReportAsync(server, "broken");
        Put("broken.md", JobServer.Document("broken", "select 1 as passed") + "\n\n```chart nowhere\ntype: line\n```\n");
        var file = await FileAsync(server, "broken.md", f => f["errors"]!.AsArray().Count > 0);
        Assert.Contains("Line 20", file["errors"]![0]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(1, (await ReportAsync(server, "broken"))["version"]!.GetValue<int>());

        Put("broken.md", JobServer.Document("broken", "select 4 as passed"));
        await FileAsync(server, "broken.md", f => f["errors"]!.AsArray().Count == 0);
        Assert.Equal(2, (await ReportAsync(server, "broken"))["version"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_report_waits_for_its_data_source()
    {
        Put("later.md", JobServer.Document("later", "select 1 as passed", "archive"));
        await using var server = await StartAsync();
        var file = await FileAsync(server, "later.md", f => f["errors"]!.AsArray().Count > 0);
        Assert.Equal("unknown-source", file["errors"]![0]!["code"]!.GetValue<string>());
        await server.Live.WantAsync(201, "POST", "/api/v1/data-sources", new { name = "archive", type = "sqlite", settings = new { path = "qa.sqlite" } });
        await ReportAsync(server, "later");
    }

    [Fact]
    public async Task What_is_no_report_and_what_leads_out_of_the_folder_is_left_alone()
    {
        await using var server = await StartAsync();
        using var outside = new TempFolder();
        await File.WriteAllTextAsync(outside.File("secret.md"), JobServer.Document("secret", "select 1 as passed"), TestContext.Current.CancellationToken);
        Put("README.md", "# About these reports");
        Put(".git/hidden.md", JobServer.Document("hidden", "select 1 as passed"));
        File.CreateSymbolicLink(folder.File("secret.md"), outside.File("secret.md"));
        Directory.CreateSymbolicLink(folder.File("linked"), outside.Path);
        Put("a.md", JobServer.Document("twin", "select 1 as passed"));
        Put("b.md", JobServer.Document("twin", "select 2 as passed"));
        await FileAsync(server, "b.md", f => f["errors"]!.ToJsonString().Contains("a.md", StringComparison.Ordinal));
        var files = (await server.Live.WantAsync(200, "GET", $"{Templates}/folder")).Json["files"]!.AsArray();
        Assert.Equal(["a.md", "b.md"], files.Select(f => f!["file"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_file_takes_over_the_report_of_its_name_and_its_schedules_are_safe()
    {
        await using var server = await StartAsync();
        var schedule = JobServer.Body();
        schedule["filters"] = new JsonObject { ["region"] = "EU" };
        await server.CreateAsync(schedule);
        Put("quality.md", JobServer.Document("quality", "select 1 as passed").Replace("type: text", "type: number", StringComparison.Ordinal).Replace("EU", "1", StringComparison.Ordinal));
        var file = await FileAsync(server, "quality.md", f => f["errors"]!.AsArray().Count > 0);
        Assert.Contains("Daily quality", file["errors"]![0]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(1, (await ReportAsync(server, "quality"))["version"]!.GetValue<int>());

        Put("quality.md", JobServer.Document("quality", "select 5 as passed"));
        Assert.Equal("quality.md", (await ReportAsync(server, "quality", r => IsKept(r, 2)))["file"]!.GetValue<string>());
    }

    private Task<JobServer> StartAsync(bool postgres = false) => JobServer.StartAsync(postgres, worker: false, ("Broadsheet:Reports", folder.Path));

    /// <summary>All of it at once: the server may look at any moment.</summary>
    private void Put(string file, string text)
    {
        var path = folder.File(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>The report is in the store a moment before its node has noted from which file.</summary>
    private static bool IsKept(JsonNode report, int version) => report["version"]!.GetValue<int>() == version && report["file"] is not null;

    private static async Task<JsonNode> ReportAsync(JobServer server, string type, Func<JsonNode, bool>? until = null)
    {
        JsonNode? found = null;
        await JobServer.UntilAsync(async () =>
        {
            found = (await server.Live.WantAsync(200, "GET", $"{Templates}?q={type}")).Json["items"]!.AsArray().SingleOrDefault(r => r!["report_type"]!.GetValue<string>() == type);
            return found is not null && (until is null || until(found));
        });
        return found!;
    }

    private static async Task<JsonNode> FileAsync(JobServer server, string name, Func<JsonNode, bool> until)
    {
        JsonNode? found = null;
        await JobServer.UntilAsync(
            async () => (found = (await server.Live.WantAsync(200, "GET", $"{Templates}/folder")).Json["files"]!.AsArray().SingleOrDefault(f => f!["file"]!.GetValue<string>() == name)) is not null && until(found),
            () => found?.ToJsonString() ?? "");
        return found!;
    }
}
