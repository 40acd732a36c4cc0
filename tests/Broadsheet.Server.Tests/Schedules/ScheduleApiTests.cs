using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.People;
using Broadsheet.Server.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Schedules;

public sealed class ScheduleApiTests(JobServers servers) : IClassFixture<JobServers>
{
    private const string Root = JobServer.Schedules;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_schedule_is_answered_with_its_place_tag_next_run_and_description(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var body = JobServer.Body();
        body["schedule_config"]!["times"] = new JsonArray("09:00");
        var created = await server.Live.WantAsync(201, "POST", Root, body.ToJsonString());
        var id = created.Json["id"]!.GetValue<string>();
        Assert.Equal($"{Root}/{id}", created.Header("Location"));
        Assert.Equal("\"v1\"", created.Header("ETag"));
        Assert.Equal("never_ran", created.Json["state"]!.GetValue<string>());
        Assert.Equal("quality", created.Json["report_type"]!.GetValue<string>());
        Assert.Contains("9:00", created.Json["description"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.EndsWith(":00:00Z", created.Json["next_run_at"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(LiveServer.Email, created.Json["owner"]!["email"]!.GetValue<string>());
        var read = await server.Live.WantAsync(200, "GET", $"{Root}/{id}");
        Assert.Equal(created.Text, read.Text);
        Assert.Equal(created.Header("ETag"), read.Header("ETag"));
        await server.Live.WantAsync(304, "GET", $"{Root}/{id}", null, null, ("If-None-Match", "\"v1\""));
    }

    [Fact]
    public async Task What_was_read_can_be_sent_back_changed()
    {
        var server = await servers.ForAsync(onPostgres: false);
        var read = (await server.Live.WantAsync(201, "POST", Root, JobServer.Body().ToJsonString())).Json.AsObject();
        read["name"] = "Another name";
        var replaced = await server.Live.WantAsync(200, "PUT", $"{Root}/{read["id"]}", read.ToJsonString());
        Assert.Equal(("Another name", read["created_at"]!.GetValue<string>()), (replaced.Json["name"]!.GetValue<string>(), replaced.Json["created_at"]!.GetValue<string>()));
        read["formatt"] = "csv";
        Assert.Equal(("formatt", "unknown-field"), (await server.Live.WantAsync(422, "PUT", $"{Root}/{read["id"]}", read.ToJsonString())).Error);
    }

    [Theory]
    [InlineData(Root + "?limitt=5", "limitt", "limit")]
    [InlineData(Root + "?enable=true", "enable", "enabled")]
    [InlineData("/api/v1/reports/runs?statuss=failed", "statuss", "status")]
    [InlineData("/api/scheduled-exports?foo=1", "foo", null)]
    [InlineData("/api/v1/me?x=1", "x", null)]
    public async Task A_query_parameter_that_nobody_reads_is_refused_by_name(string path, string field, string? suggestion)
    {
        var server = await servers.ForAsync(onPostgres: false);
        var answer = await server.Live.WantAsync(422, "GET", path);
        Assert.Equal((field, "unknown-parameter"), answer.Error);
        Assert.Equal(suggestion, answer.Json["errors"]![0]!["suggestion"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"formatt":["csv"]}""", "formatt", "unknown-field", "formats")]
    [InlineData("""{"enabled":"yes"}""", "enabled", "wrong-type", null)]
    [InlineData("""{"filters":{"regoin":"US"}}""", "filters.regoin", null, "region")]
    [InlineData("""{"filters":{"region":7}}""", "filters.region", null, null)]
    [InlineData("""{"schedule_config":{"times":["09:00"],"timezone":"Europe/Warsow"}}""", "schedule_config.timezone", null, "Europe/Warsaw")]
    [InlineData("""{"schedule_config":{"times":["25:00"],"timezone":"UTC"}}""", "schedule_config.times[0]", null, null)]
    [InlineData("""{"schedule_type":"cron","schedule_config":{"expression":"61 * * * *"}}""", "schedule_config.expression", null, null)]
    [InlineData("""{"schedule_type":"dayly"}""", "schedule_type", null, "daily")]
    [InlineData("""{"destinations":[{"type":"email","to":["a@example.com","not an address"]}]}""", "destinations[0].to[1]", null, null)]
    [InlineData("""{"destinations":[{"type":"emial","to":["a@example.com"]}]}""", "destinations[0].type", "unknown-channel", "email")]
    [InlineData("""{"formats":["csv","exel"]}""", "formats[1]", "unknown-format", null)]
    [InlineData("""{"formats":[]}""", "formats", "required", null)]
    [InlineData("""{"report_type":"qualitty"}""", "report_type", "unknown-report", "quality")]
    [InlineData("""{"report_type":null}""", "template_id", "required", null)]
    [InlineData("""{"policy":{"max_attempts":0}}""", "policy.max_attempts", "out-of-range", null)]
    [InlineData("""{"policy":{"timeout":"ten minutes"}}""", "policy.timeout", "out-of-range", "PT10M")]
    [InlineData("""{"policy":{"misfire":"sometimes"}}""", "policy.misfire", "wrong-type", null)]
    [InlineData("""{"condition":{"send":"never"}}""", "condition.send", "wrong-type", null)]
    [InlineData("""{"name":""}""", "name", "length", null)]
    public async Task What_is_wrong_is_named_by_field_and_nothing_is_saved(string change, string field, string? code, string? suggestion)
    {
        var server = await servers.ForAsync(onPostgres: false);
        var before = await CountAsync(server);
        var body = JobServer.Body();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject()) body[name] = value?.DeepClone();
        var answer = await server.Live.WantAsync(422, "POST", Root, body.ToJsonString());
        Assert.Equal("application/problem+json", answer.Header("Content-Type"));
        var error = Assert.Single(answer.Json["errors"]!.AsArray())!;
        Assert.Equal(field, error["field"]!.GetValue<string>());
        if (code is not null) Assert.Equal(code, error["code"]!.GetValue<string>());
        if (suggestion is not null) Assert.Equal(suggestion, error["suggestion"]?.GetValue<string>());
        Assert.Equal(before, await CountAsync(server));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_that_is_wrong_is_said_at_once(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var before = await CountAsync(server);
        var body = JobServer.Body(destinations: ["nonsense"]);
        body["formats"] = new JsonArray("exel");
        body["filters"] = new JsonObject { ["regoin"] = "US", ["period"] = "last_wek" };
        body["schedule_config"] = new JsonObject { ["times"] = new JsonArray("9 o'clock"), ["timezone"] = "Mars/Olympus" };
        body["policy"] = new JsonObject { ["max_attempts"] = 99, ["timeout"] = "PT0S" };
        var answer = await server.Live.WantAsync(422, "POST", Root, body.ToJsonString());
        Assert.Equal(
            ["destinations[0].to[0]", "filters.period", "filters.regoin", "formats[0]", "policy.max_attempts", "policy.timeout", "schedule_config.times[0]", "schedule_config.timezone"],
            answer.Json["errors"]!.AsArray().Select(e => e!["field"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Equal(before, await CountAsync(server));
    }

    [Theory]
    [InlineData("{", 400, "malformed-json")]
    [InlineData("[]", 400, "malformed-json")]
    [InlineData("""{"name":"a","name":"b"}""", 400, "malformed-json")]
    public async Task Malformed_json_is_another_matter_than_a_wrong_field(string body, int status, string code)
    {
        var server = await servers.ForAsync(onPostgres: false);
        Assert.Equal(code, (await server.Live.WantAsync(status, "POST", Root, body)).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Replacing_honours_if_match_and_moves_the_next_run(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var id = await server.CreateAsync();
        var body = JobServer.Body();
        body["schedule_config"] = new JsonObject { ["times"] = new JsonArray("10:30"), ["timezone"] = "Europe/Warsaw" };
        await server.Live.WantAsync(412, "PUT", $"{Root}/{id}", body.ToJsonString(), null, ("If-Match", "\"v7\""));
        var replaced = await server.Live.WantAsync(200, "PUT", $"{Root}/{id}", body.ToJsonString(), null, ("If-Match", "\"v1\""));
        Assert.Equal("\"v2\"", replaced.Header("ETag"));
        Assert.EndsWith(":30:00Z", replaced.Json["next_run_at"]!.GetValue<string>(), StringComparison.Ordinal);
        await server.Live.WantAsync(412, "PUT", $"{Root}/{id}", body.ToJsonString(), null, ("If-Match", "\"v1\""));
        await server.Live.WantAsync(412, "DELETE", $"{Root}/{id}", null, null, ("If-Match", "\"v1\""));
        body["formats"] = new JsonArray("exel");
        await server.Live.WantAsync(422, "PUT", $"{Root}/{id}", body.ToJsonString());
        Assert.Equal(replaced.Text, (await server.Live.WantAsync(200, "GET", $"{Root}/{id}")).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deleted_schedule_is_gone_and_its_runs_stay_readable(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var id = await server.CreateAsync();
        var run = await server.RunAsync(id);
        await server.Live.WantAsync(204, "DELETE", $"{Root}/{id}");
        await server.Live.WantAsync(404, "GET", $"{Root}/{id}");
        await server.Live.WantAsync(404, "DELETE", $"{Root}/{id}");
        Assert.Equal(run["id"]!.GetValue<string>(), Assert.Single(await server.RunsOfAsync(id))!["id"]!.GetValue<string>());
        var artifact = run["artifacts"]![0]!["id"]!.GetValue<string>();
        await server.Live.WantAsync(200, "GET", "/api/v1/reports/artifacts/" + artifact);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_paused_schedule_has_no_next_run_and_still_runs_by_hand(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var id = await server.CreateAsync();
        var paused = (await server.Live.WantAsync(200, "POST", $"{Root}/{id}/pause")).Json;
        Assert.Equal(("paused", false, null), (paused["state"]!.GetValue<string>(), paused["enabled"]!.GetValue<bool>(), paused["next_run_at"]));
        Assert.Equal(2, (await server.Live.WantAsync(200, "POST", $"{Root}/{id}/pause")).Json["version"]!.GetValue<int>());
        var run = await server.RunAsync(id);
        Assert.Equal(("succeeded", "manual"), (run["status"]!.GetValue<string>(), run["trigger"]!.GetValue<string>()));
        var resumed = (await server.Live.WantAsync(200, "POST", $"{Root}/{id}/resume")).Json;
        Assert.Equal("ok", resumed["state"]!.GetValue<string>());
        Assert.True(InstantOf(resumed["next_run_at"]!) > JobServer.Now);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lists_are_filtered_and_paged(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var body = JobServer.Body(destinations: i == 0 ? [] : ["lead@example.com"]);
            body["name"] = $"Paged Łódź {i}";
            ids.Insert(0, await server.CreateAsync(body));
        }

        await server.Live.WantAsync(200, "POST", $"{Root}/{ids[0]}/pause");
        async Task<string[]> IdsAsync(string query) =>
            [.. (await server.Live.WantAsync(200, "GET", $"{Root}?q=paged&{query}")).Json["items"]!.AsArray().Select(s => s!["id"]!.GetValue<string>())];
        Assert.Equal(ids, await IdsAsync(""));
        Assert.Equal(ids[..1], await IdsAsync("enabled=false"));
        Assert.Equal(ids[..1], await IdsAsync("state=paused"));
        Assert.Equal(ids[1..], await IdsAsync("state=never_ran"));
        Assert.Equal(ids[..2], await IdsAsync("channel=email"));
        Assert.Equal(ids[2..], await IdsAsync("channel=inbox"));
        Assert.Equal(ids, await IdsAsync("report_type=quality&owner=op@example.com"));
        Assert.Empty(await IdsAsync("report_type=other"));
        var first = (await server.Live.WantAsync(200, "GET", $"{Root}?q=paged&limit=2")).Json;
        var cursor = first["next_cursor"]!.GetValue<string>();
        var second = (await server.Live.WantAsync(200, "GET", $"{Root}?q=paged&limit=2&cursor={Uri.EscapeDataString(cursor)}")).Json;
        Assert.Equal(ids, first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(s => s!["id"]!.GetValue<string>()));
        Assert.Null(second["next_cursor"]);
        var wrong = (await server.Live.WantAsync(422, "GET", $"{Root}?limit=0&state=fine&enabled=maybe&cursor=x")).Json["errors"]!.AsArray();
        Assert.Equal(["cursor", "enabled", "limit", "state"], wrong.Select(e => e!["field"]!.GetValue<string>()).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backfill_gives_each_past_slot_without_a_run_one_and_its_own_period(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var body = JobServer.Body();
        body["schedule_config"] = new JsonObject { ["times"] = new JsonArray("09:00"), ["timezone"] = "UTC" };
        var id = await server.CreateAsync(body);
        await server.Live.WantAsync(200, "POST", $"{Root}/{id}/pause");
        var range = new { from = "2026-03-02T09:00:00Z", to = "2026-03-04T09:00:00Z" };
        var answer = (await server.Live.WantAsync(200, "POST", $"{Root}/{id}/backfill", range)).Json;
        Assert.Equal((3, 3), (answer["slots"]!.GetValue<int>(), answer["queued"]!.GetValue<int>()));
        answer = (await server.Live.WantAsync(200, "POST", $"{Root}/{id}/backfill", range)).Json;
        Assert.Equal((3, 0), (answer["slots"]!.GetValue<int>(), answer["queued"]!.GetValue<int>()));
        foreach (var run in await server.RunsOfAsync(id))
        {
            var ended = await server.EndAsync(run!["id"]!.GetValue<string>());
            Assert.Equal(("succeeded", "backfill"), (ended["status"]!.GetValue<string>(), ended["trigger"]!.GetValue<string>()));
            Assert.Equal(("2026-02-23", "2026-03-01"), (ended["filters"]!["period"]!["from"]!.GetValue<string>(), ended["filters"]!["period"]!["to"]!.GetValue<string>()));
        }

        Assert.Equal(("to", "reversed"), (await server.Live.WantAsync(422, "POST", $"{Root}/{id}/backfill", new { from = "2026-03-04T09:00:00Z", to = "2026-03-02T09:00:00Z" })).Error);
        Assert.Equal(("to", "in-the-future"), (await server.Live.WantAsync(422, "POST", $"{Root}/{id}/backfill", new { from = "2026-03-04T09:00:00Z", to = "2099-03-02T09:00:00Z" })).Error);
        Assert.Equal(("from", "too-many"), (await server.Live.WantAsync(422, "POST", $"{Root}/{id}/backfill", new { from = "2000-01-01T00:00:00Z", to = "2026-03-02T09:00:00Z" })).Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_test_goes_to_the_caller_alone_and_saves_no_schedule(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var before = await CountAsync(server);
        var started = await server.Live.WantAsync(202, "POST", $"{Root}/test", JobServer.Body(destinations: ["boss@example.com", "team@example.com"]).ToJsonString());
        var id = started.Json["run_id"]!.GetValue<string>();
        Assert.Equal($"{JobServer.RunsPath}/{id}", started.Header("Location"));
        var run = await server.EndAsync(id);
        Assert.Equal(("succeeded", "test", null), (run["status"]!.GetValue<string>(), run["trigger"]!.GetValue<string>(), run["schedule_id"]));
        Assert.Equal(LiveServer.Email, Assert.Single(run["deliveries"]!.AsArray())!["recipient"]!.GetValue<string>());
        Assert.Equal(before, await CountAsync(server));
        Assert.Equal("formats[0]", (await server.Live.WantAsync(422, "POST", $"{Root}/test", With("formats", new JsonArray("exel")))).Error.Field);
    }

    [Fact]
    public async Task A_preview_shows_the_slots_and_what_the_clocks_do_to_them()
    {
        var server = await servers.ForAsync(onPostgres: false);
        var preview = (await server.Live.WantAsync(200, "POST", $"{Root}/preview", new
        {
            schedule_type = "daily", schedule_config = new { times = new[] { "02:30" }, timezone = "Europe/Warsaw" }, count = 3, from = "2026-03-28T00:00:00Z",
        })).Json;
        Assert.Equal(["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"], preview["occurrences"]!.AsArray().Select(o => o!["at"]!.GetValue<string>()));
        Assert.Equal(["+01:00", "+02:00", "+02:00"], preview["occurrences"]!.AsArray().Select(o => o!["offset"]!.GetValue<string>()));
        Assert.NotNull(preview["occurrences"]![1]!["note"]);
        Assert.Null(preview["occurrences"]![0]!["note"]);
        Assert.Equal(("count", "out-of-range"), (await server.Live.WantAsync(422, "POST", $"{Root}/preview", new { recurrence = "daily at 9", count = 51 })).Error);
        var whole = JobServer.Body();
        whole["formats"] = new JsonArray("exel");
        Assert.Equal("formats[0]", (await server.Live.WantAsync(422, "POST", $"{Root}/preview", whole.ToJsonString())).Error.Field);
    }

    [Theory]
    [InlineData("every monday at 9am", "ok", "weekly")]
    [InlineData("0 9 * * 1", "ok", null)]
    [InlineData("every blursday", "error", null)]
    public async Task A_phrase_is_read_as_a_recurrence_or_refused_with_a_reason(string text, string status, string? type)
    {
        var server = await servers.ForAsync(onPostgres: false);
        var parsed = (await server.Live.WantAsync(200, "POST", $"{Root}/parse", new { text, timezone = "Europe/Warsaw", now = "2026-11-22T12:00:00Z" })).Json;
        Assert.Equal(status, parsed["status"]!.GetValue<string>());
        if (type is not null) Assert.Equal(type, parsed["schedule_type"]!.GetValue<string>());
        if (status == "ok") Assert.Equal("2026-11-23T08:00:00Z", parsed["occurrences"]![0]!["at"]!.GetValue<string>());
        else Assert.Equal("text", parsed["error"]!["field"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_viewer_sees_and_may_change_nothing_and_another_workspace_sees_nothing(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var id = await server.CreateAsync();
        var run = await server.RunAsync(id);
        var viewer = await AccessTests.KeyAsync(server.Live, "viewer");
        await server.Live.WantAsync(200, "GET", $"{Root}/{id}", null, viewer);
        await server.Live.WantAsync(200, "GET", $"{JobServer.RunsPath}/{run["id"]}", null, viewer);
        (string Method, string Path)[] changes =
        [
            ("POST", Root), ("PUT", $"{Root}/{id}"), ("DELETE", $"{Root}/{id}"), ("POST", $"{Root}/{id}/run"), ("POST", $"{Root}/{id}/pause"), ("POST", $"{Root}/{id}/resume"),
            ("POST", $"{Root}/{id}/backfill"), ("POST", $"{Root}/test"), ("POST", $"{JobServer.RunsPath}/{run["id"]}/retry"), ("POST", $"{JobServer.RunsPath}/{run["id"]}/cancel"),
            ("POST", JobServer.Exports), ("PATCH", $"{JobServer.Exports}/{id}"), ("DELETE", $"{JobServer.Exports}/{id}"), ("POST", $"{JobServer.Exports}/process"),
        ];
        foreach (var (method, path) in changes) await server.Live.WantAsync(403, method, path, method == "DELETE" ? null : "{}", viewer);
        var worker = await AccessTests.KeyAsync(server.Live, "worker");
        await server.Live.WantAsync(200, "POST", $"{JobServer.Exports}/process", null, worker);
        await server.Live.WantAsync(403, "GET", Root, null, worker);

        var other = (await server.Live.WantAsync(201, "POST", "/api/v1/workspaces", new { slug = $"other-{Guid.NewGuid():N}"[..20], name = "Other" })).Json;
        (string, string) session = (await SessionTests.SignInAsync(server.Live)).Cookie;
        var there = ("X-Workspace", other["slug"]!.GetValue<string>());
        string[] paths = [$"{Root}/{id}", $"{Root}/{id}/runs", $"{JobServer.RunsPath}/{run["id"]}", $"/api/v1/reports/artifacts/{run["artifacts"]![0]!["id"]}", $"{JobServer.Exports}/{id}"];
        foreach (var path in paths)
        {
            await server.Live.WantAsync(200, "GET", path, null, "", session);
            await server.Live.WantAsync(404, "GET", path, null, "", session, there);
        }
    }

    [Fact]
    public async Task An_editor_keeps_to_their_own_schedules()
    {
        var server = await servers.ForAsync(onPostgres: false);
        var id = await server.CreateAsync();
        var link = (await server.Live.WantAsync(201, "POST", "/api/v1/members", new { email = "editor@example.com", role = "editor" })).Json["sign_in_path"]!.GetValue<string>();
        var opened = await server.Live.WantAsync(302, "GET", link, null, "");
        (string, string)[] session = [("Cookie", opened.Cookies), ("X-CSRF-Token", (await server.Live.WantAsync(200, "GET", "/api/v1/me", null, "", ("Cookie", opened.Cookies))).Header("X-CSRF-Token")!)];
        var own = (await server.Live.WantAsync(201, "POST", Root, JobServer.Body().ToJsonString(), "", session)).Json["id"]!.GetValue<string>();
        await server.Live.WantAsync(200, "POST", $"{Root}/{own}/pause", null, "", session);
        await server.Live.WantAsync(403, "POST", $"{Root}/{id}/pause", null, "", session);
        await server.Live.WantAsync(403, "PUT", $"{Root}/{id}", JobServer.Body().ToJsonString(), "", session);
        await server.Live.WantAsync(200, "POST", $"{Root}/{own}/resume");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Making_a_schedule_twice_under_one_key_makes_one(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var before = await CountAsync(server);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await server.Live.WantAsync(201, "POST", Root, JobServer.Body().ToJsonString(), null, key);
        var again = await server.Live.WantAsync(201, "POST", Root, JobServer.Body().ToJsonString(), null, key);
        Assert.Equal((first.Text, first.Header("Location")), (again.Text, again.Header("Location")));
        await server.Live.WantAsync(422, "POST", Root, With("name", "Another"), null, key);
        Assert.Equal(before + 1, await CountAsync(server));
    }

    internal static Instant InstantOf(JsonNode text) => NodaTime.Text.InstantPattern.ExtendedIso.Parse(text.GetValue<string>()).Value;

    private static string With(string field, JsonNode value)
    {
        var body = JobServer.Body();
        body[field] = value;
        return body.ToJsonString();
    }

    private static async Task<int> CountAsync(JobServer server)
    {
        var count = 0;
        await server.Live.StoreAsync(async db => count = await db.Schedules.CountAsync());
        return count;
    }
}
