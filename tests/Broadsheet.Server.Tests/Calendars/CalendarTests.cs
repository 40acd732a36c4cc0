using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.Calendars;

public sealed class CalendarTests(JobServers servers) : IClassFixture<JobServers>
{
    private const string Root = "/api/v1/calendars";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_changed_calendar_moves_the_schedules_that_leave_it_out(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var created = await server.Live.WantAsync(201, "POST", Root, new { name = "Holidays", dates = Array.Empty<object>() });
        var id = created.Json["id"]!.GetValue<string>();
        Assert.Equal(($"{Root}/{id}", "\"v1\""), (created.Header("Location"), created.Header("ETag")));
        var body = JobServer.Body();
        body["schedule_config"] = new JsonObject { ["times"] = new JsonArray("09:00"), ["timezone"] = "UTC", ["exclude"] = new JsonArray(id) };
        var made = await server.Live.SendAsync("POST", JobServer.Schedules, body.ToJsonString());
        Assert.True((int)made.Status == 201, made.ToString());
        var next = made.Json["next_run_at"]!.GetValue<string>();

        var changed = new { name = "Holidays", dates = new[] { new { date = next[..10], name = "Closed" } } };
        await server.Live.WantAsync(412, "PUT", $"{Root}/{id}", changed, null, ("If-Match", "\"v9\""));
        await server.Live.WantAsync(200, "PUT", $"{Root}/{id}", changed, null, ("If-Match", "\"v1\""));
        var moved = (await server.Live.WantAsync(200, "GET", $"{JobServer.Schedules}/{made.Json["id"]}")).Json["next_run_at"]!.GetValue<string>();
        Assert.True(string.CompareOrdinal(moved, next) > 0, $"{moved} after {next}");
        Assert.Equal(next[10..], moved[10..]);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_calendar_is_said_at_once()
    {
        var server = await servers.ForAsync(onPostgres: false);
        var wrong = await server.Live.WantAsync(422, "POST", Root, new { name = "", dates = new[] { new { date = "25.12.2026", name = "Christmas" }, new { date = "2026-12-26", name = "" } } });
        Assert.Equal(["dates[0].date", "dates[1].name", "name"], wrong.Json["errors"]!.AsArray().Select(e => e!["field"]!.GetValue<string>()).Order());
        var body = new { name = "Twice", dates = Array.Empty<object>() };
        await server.Live.WantAsync(201, "POST", Root, body);
        Assert.Equal(("name", "taken"), (await server.Live.WantAsync(422, "POST", Root, body)).Error);
    }
}
