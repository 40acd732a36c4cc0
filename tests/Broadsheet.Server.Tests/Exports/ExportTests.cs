using System.Text.Json.Nodes;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Tests.People;
using Broadsheet.Server.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Exports;

public sealed class ExportTests(JobServers servers) : IClassFixture<JobServers>
{
    private const string Root = JobServer.Exports;

    private static JsonObject Job => new()
    {
        ["report_type"] = "quality", ["filters"] = new JsonObject { ["region"] = "US" }, ["format"] = "csv",
        ["recurrence"] = "0 9 * * 1", ["delivery_method"] = "email", ["email"] = "user@example.com",
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_is_echoed_and_is_a_schedule_and_the_other_way_round(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var created = await server.Live.WantAsync(201, "POST", Root, Job.ToJsonString());
        var job = created.Json;
        var id = job["id"]!.GetValue<string>();
        Assert.Equal(($"{Root}/{id}", "\"v1\""), (created.Header("Location"), created.Header("ETag")));
        foreach (var (name, value) in Job) Assert.True(JsonNode.DeepEquals(value, job[name]), $"{name}: {job[name]?.ToJsonString()}");
        Assert.Equal(("active", false, "UTC"), (job["status"]!.GetValue<string>(), job["extended"]!.GetValue<bool>(), job["timezone"]!.GetValue<string>()));
        Assert.NotNull(job["next_run_at"]);
        Assert.Null(job["last_run_at"]);
        var schedule = (await server.Live.WantAsync(200, "GET", $"{JobServer.Schedules}/{id}")).Json;
        Assert.Equal(("email", "user@example.com"), (schedule["destinations"]![0]!["type"]!.GetValue<string>(), schedule["destinations"]![0]!["to"]![0]!.GetValue<string>()));
        Assert.Equal(created.Text, (await server.Live.WantAsync(200, "GET", $"{Root}/{id}")).Text);

        var body = JobServer.Body();
        body["formats"] = new JsonArray("json", "csv");
        var other = (await server.Live.WantAsync(200, "GET", $"{Root}/{await server.CreateAsync(body)}")).Json;
        Assert.Equal(("json", true, "inbox"), (other["format"]!.GetValue<string>(), other["extended"]!.GetValue<bool>(), other["delivery_method"]!.GetValue<string>()));
        Assert.Contains((await server.Live.WantAsync(200, "GET", $"{Root}?limit=200")).Json["items"]!.AsArray(), j => j!["id"]!.GetValue<string>() == id);
        await server.Live.WantAsync(204, "DELETE", $"{Root}/{id}");
        await server.Live.WantAsync(404, "GET", $"{JobServer.Schedules}/{id}");
    }

    [Theory]
    [InlineData("every monday at 9am", "every monday at 9am")]
    [InlineData("@daily", "@daily")]
    public async Task A_recurrence_may_be_plain_english_and_stays_as_it_was_typed(string text, string echoed)
    {
        var server = await servers.ForAsync(onPostgres: false);
        var job = Job;
        job["recurrence"] = text;
        var created = (await server.Live.WantAsync(201, "POST", Root, job.ToJsonString())).Json;
        Assert.Equal(echoed, created["recurrence"]!.GetValue<string>());
        var patched = (await server.Live.WantAsync(200, "PATCH", $"{Root}/{created["id"]}", new { format = "json" })).Json;
        Assert.Equal((echoed, "json"), (patched["recurrence"]!.GetValue<string>(), patched["format"]!.GetValue<string>()));
        Assert.Equal(created["next_run_at"]!.GetValue<string>(), patched["next_run_at"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("weekly", """{ "days": ["MO", "FR"], "times": ["09:00"], "timezone": "Europe/Warsaw" }""")]
    [InlineData("weekly", """{ "days": ["MO"], "times": ["09:00"], "every": 2, "start": "2026-01-05", "timezone": "Europe/Warsaw" }""")]
    public async Task What_was_read_may_be_sent_back_and_the_recurrence_stays_what_it_is(string type, string config)
    {
        var server = await servers.ForAsync(onPostgres: false);
        var body = JobServer.Body();
        (body["schedule_type"], body["schedule_config"]) = (type, JsonNode.Parse(config));
        var id = await server.CreateAsync(body);
        async Task<JsonNode> ScheduleAsync() => (await server.Live.WantAsync(200, "GET", $"{JobServer.Schedules}/{id}")).Json;
        var before = await ScheduleAsync();
        var echo = (await server.Live.WantAsync(200, "GET", $"{Root}/{id}")).Json;
        await server.Live.WantAsync(200, "PATCH", $"{Root}/{id}", new { recurrence = echo["recurrence"]!.GetValue<string>(), format = "json" });
        var after = await ScheduleAsync();
        Assert.Equal((type, before["schedule_config"]!.ToJsonString(), before["next_run_at"]!.GetValue<string>()),
            (after["schedule_type"]!.GetValue<string>(), after["schedule_config"]!.ToJsonString(), after["next_run_at"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("recurrence", null, "recurrence", "required")]
    [InlineData("recurrence", "\"61 * * * *\"", "recurrence", null)]
    [InlineData("recurrence", "\"every blursday\"", "recurrence", null)]
    [InlineData("report_type", null, "report_type", "required")]
    [InlineData("report_type", "\"qualitty\"", "report_type", "unknown-report")]
    [InlineData("status", "\"stopped\"", "status", "unknown-status")]
    [InlineData("format", "\"exel\"", "format", "unknown-format")]
    [InlineData("delivery_method", "\"pigeon\"", "delivery_method", "unknown-channel")]
    [InlineData("delivery_method", null, "delivery_method", "required")]
    [InlineData("email", "\"nobody\"", "email", null)]
    [InlineData("email", null, "email", "required")]
    [InlineData("phone", "\"+48123456789\"", "phone", "contradiction")]
    [InlineData("timezone", "\"Europe/Warsow\"", "timezone", "unknown-zone")]
    [InlineData("filters", "{\"regoin\":\"US\"}", "filters.regoin", null)]
    [InlineData("formatt", "\"csv\"", "formatt", "unknown-field")]
    public async Task What_is_wrong_is_said_in_the_words_of_this_dialect_and_nothing_is_saved(string name, string? value, string field, string? code)
    {
        var server = await servers.ForAsync(onPostgres: false);
        var before = await SchedulesAsync(server);
        var job = Job;
        if (value is null) job.Remove(name);
        else job[name] = JsonNode.Parse(value);
        var answer = await server.Live.WantAsync(422, "POST", Root, job.ToJsonString());
        var error = Assert.Single(answer.Json["errors"]!.AsArray())!;
        Assert.Equal(field, error["field"]!.GetValue<string>());
        if (code is not null) Assert.Equal(code, error["code"]!.GetValue<string>());
        Assert.Equal(before, await SchedulesAsync(server));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_patch_merges_what_is_given_and_pauses_and_resumes(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var path = $"{Root}/{(await server.Live.WantAsync(201, "POST", Root, Job.ToJsonString())).Json["id"]}";
        async Task<JsonNode> PatchAsync(object patch) => (await server.Live.WantAsync(200, "PATCH", path, patch)).Json;
        var paused = await PatchAsync(new { status = "paused" });
        Assert.Equal(("paused", null, "csv"), (paused["status"]!.GetValue<string>(), paused["next_run_at"], paused["format"]!.GetValue<string>()));
        var active = await PatchAsync(new { status = "active" });
        Assert.Equal("active", active["status"]!.GetValue<string>());
        Assert.NotNull(active["next_run_at"]);
        var zoned = await PatchAsync(new { timezone = "America/New_York" });
        Assert.Equal(("America/New_York", "0 9 * * 1"), (zoned["timezone"]!.GetValue<string>(), zoned["recurrence"]!.GetValue<string>()));
        Assert.NotEqual(active["next_run_at"]!.GetValue<string>(), zoned["next_run_at"]!.GetValue<string>());
        var inbox = await PatchAsync(new { delivery_method = "inbox" });
        Assert.Equal(("inbox", null), (inbox["delivery_method"]!.GetValue<string>(), inbox["email"]));
        var mail = await PatchAsync(new { delivery_method = "email", email = "other@example.com", filters = new { region = "EU" } });
        Assert.Equal(("other@example.com", "EU"), (mail["email"]!.GetValue<string>(), mail["filters"]!["region"]!.GetValue<string>()));
        Assert.Equal("status", (await server.Live.WantAsync(422, "PATCH", path, new { status = "stopped" })).Error.Field);
        Assert.Equal("statuss", (await server.Live.WantAsync(422, "PATCH", path, new { statuss = "paused" })).Error.Field);
        await server.Live.WantAsync(412, "PATCH", path, new { format = "json" }, null, ("If-Match", "\"v1\""));
        Assert.Equal(mail["version"]!.GetValue<int>(), (await server.Live.WantAsync(200, "GET", path)).Json["version"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_patches_of_different_fields_at_once_none_is_lost(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var path = $"{Root}/{(await server.Live.WantAsync(201, "POST", Root, Job.ToJsonString())).Json["id"]}";
        object[] patches = [new { format = "json" }, new { name = "Renamed" }, new { filters = new { region = "EU" } }, new { email = "other@example.com" }];
        await Task.WhenAll(patches.Select(p => server.Live.WantAsync(200, "PATCH", path, p)));
        var job = (await server.Live.WantAsync(200, "GET", path)).Json;
        Assert.Equal(("json", "Renamed", "EU", "other@example.com", 5),
            (job["format"]!.GetValue<string>(), job["name"]!.GetValue<string>(), job["filters"]!["region"]!.GetValue<string>(), job["email"]!.GetValue<string>(), job["version"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Readers_of_sql_find_the_jobs_in_a_view(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var job = (await server.Live.WantAsync(201, "POST", Root, Job.ToJsonString())).Json;
        await server.Live.StoreAsync(async db =>
        {
            var rows = await db.QueryAsync("select report_type, format, recurrence, delivery_method, email, status, filters from scheduled_exports where id = @id",
                (_, r) => Enumerable.Range(0, 7).Select(r.GetString).ToArray(), default, ("id", Guid.Parse(job["id"]!.GetValue<string>())));
            var row = Assert.Single(rows);
            Assert.Equal(["quality", "csv", "0 9 * * 1", "email", "user@example.com", "active"], row[..6]);
            Assert.Equal("US", JsonNode.Parse(row[6])!["region"]!.GetValue<string>());
        });
        var inbox = (await server.Live.WantAsync(201, "POST", JobServer.Schedules, With(JobServer.Body(), "destinations", new JsonArray(new JsonObject { ["type"] = "inbox", ["to"] = new JsonArray("op@example.com") })))).Json;
        await server.Live.StoreAsync(async db => Assert.Equal(("inbox", true, true, "Europe/Warsaw"), Assert.Single(await db.QueryAsync(
            "select delivery_method, email, slack_webhook, slack_channel, phone, webhook_url, timezone from scheduled_exports where id = @id",
            (_, r) => (r.GetString(0), r.IsDBNull(1), Enumerable.Range(2, 4).All(r.IsDBNull), r.GetString(6)), default, ("id", Guid.Parse(inbox["id"]!.GetValue<string>()))))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Process_runs_what_is_due_to_its_end_without_a_worker_once_however_often_it_is_called(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var job = Job;
            job["delivery_method"] = "inbox";
            job.Remove("email");
            ids.Add((await server.Live.WantAsync(201, "POST", Root, job.ToJsonString())).Json["id"]!.GetValue<string>());
        }

        var slot = JobServer.Now - Duration.FromSeconds(5);
        foreach (var id in ids.Take(2)) await server.DueAsync(id, slot);
        var key = await AccessTests.KeyAsync(server.Live, "worker");
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => server.Live.WantAsync(200, "POST", $"{Root}/process?wait=60", null, key)));
        var processed = answers.SelectMany(a => a.Json["processed"]!.AsArray()).ToList();
        Assert.Equal(ids.Take(2).Order(), processed.Select(p => p!["scheduled_export_id"]!.GetValue<string>()).Order());
        Assert.All(processed, p => Assert.Equal(("succeeded", JobServer.Iso(slot)), (p!["status"]!.GetValue<string>(), p["scheduled_for"]!.GetValue<string>())));
        var again = (await server.Live.WantAsync(200, "POST", $"{Root}/process?wait=5")).Json;
        Assert.Equal((0, 0), (again["processed"]!.AsArray().Count, again["remaining"]!.GetValue<int>()));
        var run = Assert.Single((await server.Live.WantAsync(200, "GET", $"{Root}/{ids[0]}/runs")).Json["items"]!.AsArray())!;
        Assert.Equal(("process", "succeeded"), (run["trigger"]!.GetValue<string>(), run["status"]!.GetValue<string>()));
        var done = (await server.Live.WantAsync(200, "GET", $"{Root}/{ids[0]}")).Json;
        Assert.Equal((JobServer.Iso(slot), "succeeded"), (done["last_run_at"]!.GetValue<string>(), done["last_status"]!.GetValue<string>()));
        Assert.Equal(("wait", "out-of-range"), (await server.Live.WantAsync(422, "POST", $"{Root}/process?wait=61")).Error);
    }

    [Fact]
    public async Task Process_leaves_the_jobs_of_other_workspaces_alone()
    {
        await using var server = await JobServer.StartAsync(worker: false);
        var id = await server.CreateAsync();
        await server.DueAsync(id, JobServer.Now - Duration.FromSeconds(5));
        var other = (await server.Live.WantAsync(201, "POST", "/api/v1/workspaces", new { slug = "other", name = "Other" })).Json["slug"]!.GetValue<string>();
        var (cookie, csrf) = await SessionTests.SignInAsync(server.Live);
        var answer = (await server.Live.WantAsync(200, "POST", $"{Root}/process?wait=5", null, "", cookie, csrf, ("X-Workspace", other))).Json;
        Assert.Empty(answer["processed"]!.AsArray());
        Assert.Empty(await server.RunsOfAsync(id));
    }

    private static string With(JsonObject body, string field, JsonNode value)
    {
        body[field] = value;
        return body.ToJsonString();
    }

    private static async Task<int> SchedulesAsync(JobServer server)
    {
        var count = 0;
        await server.Live.StoreAsync(async db => count = await db.Schedules.CountAsync());
        return count;
    }
}
