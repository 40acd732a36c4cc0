using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.Reports;

public sealed class VersionTests(JobServers servers) : IClassFixture<JobServers>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_version_says_what_it_changed_and_can_be_restored(bool postgres)
    {
        var live = (await servers.ForAsync(postgres)).Live;
        static string Text(string sentence) => $"---\ntitle: Versions\nreport_type: versions\nsource: qa\n---\n# Runs\n\n{sentence}\n";
        var report = "/api/v1/reports/templates/" + (await live.WantAsync(201, "POST", "/api/v1/reports/templates", new { text = Text("Good.") })).Json["id"]!.GetValue<string>();
        await live.WantAsync(200, "PUT", report, new { text = Text("Better.") });
        await live.WantAsync(200, "PUT", report, new { text = Text("Best.") });

        var third = (await live.WantAsync(200, "GET", report + "/versions/3")).Json;
        Assert.Equal((2, 1, 1), (third["against"]!.GetValue<int>(), third["added"]!.GetValue<int>(), third["removed"]!.GetValue<int>()));
        var lines = third["hunks"]!.AsArray().Single()!["lines"]!.AsArray().Select(Shown);
        Assert.Equal(["same:---", "same:# Runs", "same:", "removed:Better.", "added:Best."], lines);
        Assert.Equal(1, (await live.WantAsync(200, "GET", report + "/versions/3?against=1")).Json["against"]!.GetValue<int>());
        var first = (await live.WantAsync(200, "GET", report + "/versions/1")).Json;
        Assert.Null(first["against"]);
        Assert.Equal((8, 0), (first["added"]!.GetValue<int>(), first["removed"]!.GetValue<int>()));

        await live.WantAsync(412, "POST", report + "/versions/1/restore", null, null, ("If-Match", "\"1\""));
        var restored = (await live.WantAsync(200, "POST", report + "/versions/1/restore")).Json;
        Assert.Equal((4, Text("Good.")), (restored["version"]!.GetValue<int>(), restored["text"]!.GetValue<string>()));
        Assert.Equal([4, 3, 2, 1], (await live.WantAsync(200, "GET", report + "/versions")).Json.AsArray().Select(v => v!["version"]!.GetValue<int>()));
        Assert.Equal(("against", "unknown-version"), (await live.WantAsync(422, "GET", report + "/versions/2?against=9")).Error);
        foreach (var missing in new[] { "9", "x", "-1" }) await live.WantAsync(404, "GET", $"{report}/versions/{missing}");
    }

    private static string Shown(JsonNode? line) => $"{line!["kind"]}:{line["text"]}";
}
