using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.People;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.Notifications;

public sealed class NotificationTests
{
    private const string Path = "/api/v1/notifications";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_inbox_is_its_owners_newest_first_and_is_read_one_by_one(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres);
        var schedule = await server.CreateAsync();
        var runs = new[] { await server.RunAsync(schedule), await server.RunAsync(schedule), await server.RunAsync(schedule) };
        var first = (await server.Live.WantAsync(200, "GET", Path + "?limit=2")).Json;
        var rest = (await server.Live.WantAsync(200, "GET", $"{Path}?limit=2&cursor={first["next_cursor"]}")).Json;
        Assert.Null(rest["next_cursor"]);
        var all = first["items"]!.AsArray().Concat(rest["items"]!.AsArray()).ToList();
        Assert.Equal(runs.Reverse().Select(r => r["id"]!.GetValue<string>()), all.Select(i => i!["run_id"]!.GetValue<string>()));

        var newest = all[0]!;
        Assert.Equal((schedule, "quality", "Quality EU"), (newest["schedule_id"]!.GetValue<string>(), newest["report_type"]!.GetValue<string>(), newest["subject"]!.GetValue<string>()));
        var file = newest["artifacts"]![0]!;
        Assert.Equal("csv", file["format"]!.GetValue<string>());
        await server.Live.WantAsync(200, "GET", "/api/v1/reports/artifacts/" + file["id"]);

        var read = (await server.Live.WantAsync(200, "POST", $"{Path}/{newest["id"]}/read")).Json;
        Assert.NotNull(read["read_at"]);
        Assert.Equal(read.ToJsonString(), (await server.Live.WantAsync(200, "POST", $"{Path}/{newest["id"]}/read")).Json.ToJsonString());
        Assert.Equal((2, 1), (await CountAsync(server.Live, "?unread=true"), await CountAsync(server.Live, "?unread=false")));
        Assert.Equal(("unread", "wrong-type"), (await server.Live.WantAsync(422, "GET", Path + "?unread=maybe")).Error);
        await server.Live.WantAsync(404, "POST", $"{Path}/{Guid.NewGuid()}/read");

        var other = await OtherAsync(server.Live);
        Assert.Equal(0, await CountAsync(server.Live, "", other));
        await server.Live.WantAsync(404, "POST", $"{Path}/{all[1]!["id"]}/read", null, other);
        await server.Live.WantAsync(403, "GET", Path, null, await AccessTests.KeyAsync(server.Live, "worker"));
    }

    private static async Task<int> CountAsync(LiveServer server, string query, string? key = null) =>
        (await server.WantAsync(200, "GET", Path + query, null, key)).Json["items"]!.AsArray().Count;

    /// <summary>The key of another admin of the same workspace.</summary>
    private static async Task<string> OtherAsync(LiveServer server)
    {
        var link = (await server.WantAsync(201, "POST", "/api/v1/members", new { email = "other@example.com", role = "admin" })).Json["sign_in_path"]!.GetValue<string>();
        var opened = await server.WantAsync(302, "GET", link, null, "");
        return (await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "other", role = "admin" }, "", ("Cookie", opened.Cookies), ("X-CSRF-Token", opened.Header("X-CSRF-Token")!))).Json["key"]!.GetValue<string>();
    }
}
