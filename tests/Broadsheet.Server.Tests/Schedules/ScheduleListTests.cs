using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.Schedules;

/// <summary>What the pages ask of lists: order, bars, numbers.</summary>
public sealed class ScheduleListTests
{
    private const string Root = JobServer.Schedules;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_is_ordered_and_paged_without_losing_or_repeating_one(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var made = new Dictionary<string, string>();
        foreach (var (name, at) in new[] { ("beta", "10:00"), ("Alpha", "12:00"), ("gamma", "11:00"), ("alpha", "09:00"), ("Beta", "09:00") }) made[name] = await MakeAsync(server, name, at);
        string[] names = ["Alpha", "alpha", "beta", "Beta", "gamma"];
        Assert.Equal(names, await NamesAsync(server, "name"));
        Assert.Equal(names.Reverse(), await NamesAsync(server, "-name"));
        Assert.Equal(["Beta", "alpha", "gamma", "Alpha", "beta"], await NamesAsync(server, "-created_at"));
        var next = await NamesAsync(server, "next_run_at");
        Assert.Equal(5, next.Distinct().Count());
        Assert.Equal(next.AsEnumerable().Reverse(), await NamesAsync(server, "-next_run_at"));
        foreach (var name in next.Take(3)) await server.Live.WantAsync(200, "POST", $"{Root}/{made[name]}/pause");
        Assert.Equal([.. next.Skip(3), .. next.Take(3)], await NamesAsync(server, "next_run_at"));
        Assert.Equal([.. next.Skip(3).Reverse(), .. next.Take(3).Reverse()], await NamesAsync(server, "-next_run_at"));
        Assert.Equal(next.Take(3), await NamesAsync(server, "next_run_at&state=paused"));
        Assert.Equal(next.Skip(3), await NamesAsync(server, "next_run_at&enabled=true"));

        var first = (await server.Live.WantAsync(200, "GET", $"{Root}?sort=name&limit=2&total=true")).Json;
        Assert.Equal(5, first["total"]!.GetValue<int>());
        Assert.Equal(("cursor", "unknown-cursor"), (await server.Live.WantAsync(422, "GET", $"{Root}?sort=next_run_at&cursor={first["next_cursor"]}")).Error);
        Assert.Equal(("sort", "unknown-sort"), (await server.Live.WantAsync(422, "GET", $"{Root}?sort=nmae")).Error);
        Assert.Equal(("recent", "out-of-range"), (await server.Live.WantAsync(422, "GET", $"{Root}?recent=51")).Error);
        Assert.Null((await server.Live.WantAsync(200, "GET", Root)).Json["total"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Recent_runs_come_newest_first_and_the_summary_counts_them(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres);
        await server.ReportAsync("broken", "select nothing from nowhere");
        var good = await server.CreateAsync();
        var bad = await server.CreateAsync(JobServer.Body("broken"));
        var runs = new List<string>();
        for (var i = 0; i < 3; i++) runs.Add((await server.RunAsync(good))["id"]!.GetValue<string>());
        await server.RunAsync(bad);
        var listed = (await server.Live.WantAsync(200, "GET", $"{Root}?recent=2")).Json["items"]!.AsArray().ToDictionary(s => s!["id"]!.GetValue<string>(), s => s!["recent_runs"]!.AsArray());
        Assert.Equal([runs[2], runs[1]], listed[good].Select(r => r!["id"]!.GetValue<string>()));
        Assert.Equal("failed", Assert.Single(listed[bad])!["status"]!.GetValue<string>());
        await server.Live.WantAsync(200, "POST", $"{Root}/{bad}/pause");
        var summary = (await server.Live.WantAsync(200, "GET", $"{Root}/summary")).Json;
        Assert.Equal((1, 1, 0, 3, 1), (Number(summary, "active"), Number(summary, "paused"), Number(summary, "failing"), Number(summary, "succeeded"), Number(summary, "failed")));
        Assert.Equal(good, summary["next"]!["schedule_id"]!.GetValue<string>());
        Assert.Equal(1, summary["coming"]!.AsArray().Sum(c => c!["count"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_run_knows_who_asked_for_it_and_the_one_before_it()
    {
        await using var server = await JobServer.StartAsync();
        var schedule = await server.CreateAsync();
        var first = await server.RunAsync(schedule);
        var second = await server.RunAsync(schedule);
        Assert.Equal(first["id"]!.GetValue<string>(), second["previous_run_id"]!.GetValue<string>());
        Assert.Null(first["previous_run_id"]);
        Assert.NotNull(second["requested_by"]!["name"]);
        var either = (await server.Live.WantAsync(200, "GET", $"{JobServer.RunsPath}?status=failed,succeeded&total=true")).Json;
        Assert.Equal(2, either["total"]!.GetValue<int>());
        Assert.Equal(("status", "unknown-status"), (await server.Live.WantAsync(422, "GET", $"{JobServer.RunsPath}?status=failed,sucess")).Error);
    }

    [Fact]
    public async Task Its_changes_are_read_by_whoever_sees_the_schedule_without_where_from()
    {
        await using var server = await JobServer.StartAsync(worker: false);
        var schedule = await server.CreateAsync();
        await server.Live.WantAsync(200, "POST", $"{Root}/{schedule}/pause");
        var viewer = await People.AccessTests.KeyAsync(server.Live, "viewer");
        var changes = (await server.Live.WantAsync(200, "GET", $"{Root}/{schedule}/changes", null, viewer)).Json["items"]!.AsArray();
        Assert.Equal(["schedule.paused", "schedule.created"], changes.Select(c => c!["action"]!.GetValue<string>()));
        Assert.All(changes, c => Assert.Equal("", c!["origin"]!.GetValue<string>()));
        await server.Live.WantAsync(404, "GET", $"{Root}/{Guid.NewGuid()}/changes");
    }

    [Fact]
    public async Task Channels_and_formats_say_what_a_form_can_offer()
    {
        await using var server = await JobServer.StartAsync(worker: false);
        var channels = (await server.Live.WantAsync(200, "GET", "/api/v1/channels")).Json.AsArray();
        var mail = channels.Single(c => c!["type"]!.GetValue<string>() == "email")!;
        Assert.True(mail["connects"]!.GetValue<bool>());
        Assert.Contains(mail["settings"]!.AsArray(), s => s!["name"]!.GetValue<string>() == "to" && s["required"]!.GetValue<bool>());
        await server.Live.WantAsync(201, "POST", "/api/v1/connections", new { name = "office", type = "email", settings = new { host = "smtp.example.com", from = "a@example.com" } });
        mail = (await server.Live.WantAsync(200, "GET", "/api/v1/channels")).Json.AsArray().Single(c => c!["type"]!.GetValue<string>() == "email")!;
        Assert.Equal("office", Assert.Single(mail["connections"]!.AsArray())!["name"]!.GetValue<string>());
        var formats = (await server.Live.WantAsync(200, "GET", "/api/v1/reports/formats")).Json.AsArray().Select(f => f!.GetValue<string>());
        Assert.Contains("pdf", formats);
    }

    private static int Number(JsonNode node, string name) => node[name]!.GetValue<int>();

    private static Task<string> MakeAsync(JobServer server, string name, string at)
    {
        var body = JobServer.Body();
        body["name"] = name;
        body["schedule_config"]!["times"] = new JsonArray(at);
        return server.CreateAsync(body);
    }

    private static async Task<List<string>> NamesAsync(JobServer server, string sort)
    {
        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await server.Live.WantAsync(200, "GET", $"{Root}?sort={sort}&limit=2" + (cursor is null ? "" : "&cursor=" + cursor))).Json;
            names.AddRange(page["items"]!.AsArray().Select(s => s!["name"]!.GetValue<string>()));
            cursor = page["next_cursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        return names;
    }
}
