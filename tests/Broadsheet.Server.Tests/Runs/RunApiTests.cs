using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Http;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Runs;

public sealed class RunApiTests(JobServers servers) : IClassFixture<JobServers>
{
    private const string Root = JobServer.RunsPath;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_ends_with_its_files_and_a_line_for_each_recipient(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var body = JobServer.Body(destinations: ["lead@example.com", "team@example.com"]);
        body["formats"] = new JsonArray("csv", "json");
        body["destinations"]!.AsArray().Add(new JsonObject { ["type"] = "inbox" });
        var id = await server.CreateAsync(body);
        var run = await server.RunAsync(id);
        Assert.Equal(("succeeded", 1, 2), (run["status"]!.GetValue<string>(), run["attempt"]!.GetValue<int>(), run["rows"]!.GetValue<int>()));
        Assert.Equal("EU", run["filters"]!["region"]!.GetValue<string>());
        Assert.Matches(@"^\d{4}-\d\d-\d\d$", run["filters"]!["period"]!["from"]!.GetValue<string>());
        Assert.Equal(["csv", "json"], run["artifacts"]!.AsArray().Select(a => a!["format"]!.GetValue<string>()));
        Assert.Equal(["email lead@example.com sent 1", "email team@example.com sent 1", $"inbox {LiveServer.Email} sent 1"],
            run["deliveries"]!.AsArray().Select(d => $"{d!["type"]} {d["recipient"]} {d["status"]} {d["attempts"]}"));
        var read = (await server.Live.WantAsync(200, "GET", $"{JobServer.Schedules}/{id}")).Json;
        Assert.Equal(("succeeded", "ok"), (read["last_status"]!.GetValue<string>(), read["state"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_is_served_with_name_hash_and_ranges_and_its_reading_is_recorded(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var artifact = (await server.RunAsync(await server.CreateAsync()))["artifacts"]![0]!;
        var path = "/api/v1/reports/artifacts/" + artifact["id"];
        var file = await server.Live.WantAsync(200, "GET", path);
        Assert.Equal("suite,passed,failed\r\ncart,70,30\r\nlogin,98,2\r\n", file.Text.TrimStart('\uFEFF'));
        Assert.Equal(artifact["bytes"]!.GetValue<int>(), file.Body.Length);
        Assert.Equal(artifact["sha256"]!.GetValue<string>(), Convert.ToHexStringLower(SHA256.HashData(file.Body)));
        Assert.Equal($"\"{artifact["sha256"]}\"", file.Header("ETag"));
        var head = await server.Live.WantAsync(200, "HEAD", path);
        Assert.Equal((0, file.Header("ETag")), (head.Body.Length, head.Header("ETag")));
        Assert.Contains("attachment", file.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.Contains(artifact["file_name"]!.GetValue<string>(), file.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.StartsWith("text/csv", file.Header("Content-Type"), StringComparison.Ordinal);
        var part = await server.Live.WantAsync(206, "GET", path, null, null, ("Range", "bytes=2-5"));
        Assert.Equal(file.Body[2..6], part.Body);
        Assert.Equal($"bytes 2-5/{file.Body.Length}", part.Header("Content-Range"));
        await server.Live.WantAsync(304, "GET", path, null, null, ("If-None-Match", file.Header("ETag")!));
        await server.Live.WantAsync(416, "GET", path, null, null, ("Range", "bytes=9999-"));
        Assert.Contains(artifact["id"]!.GetValue<string>(), (await server.Live.WantAsync(200, "GET", "/api/v1/audit?action=artifact.read")).Text, StringComparison.Ordinal);
        await server.Live.WantAsync(401, "GET", path, null, "");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Runs_are_filtered_and_wrong_filters_are_named(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var id = await server.CreateAsync();
        var run = (await server.RunAsync(id))["id"]!.GetValue<string>();
        async Task<string[]> IdsAsync(string query) =>
            [.. (await server.Live.WantAsync(200, "GET", $"{Root}?schedule_id={id}&{query}")).Json["items"]!.AsArray().Select(r => r!["id"]!.GetValue<string>())];
        Assert.Equal([run], await IdsAsync("status=succeeded&report_type=quality&from=2026-01-01&to=2099-01-01T00:00:00Z"));
        Assert.Empty(await IdsAsync("status=failed"));
        Assert.Empty(await IdsAsync("report_type=other"));
        Assert.Empty(await IdsAsync("to=2026-01-01"));
        Assert.Empty(await IdsAsync("from=2099-01-01"));
        var wrong = (await server.Live.WantAsync(422, "GET", $"{Root}?schedule_id=x&status=fine&from=soon&to=later&limit=201")).Json["errors"]!.AsArray();
        Assert.Equal(["from", "limit", "schedule_id", "status", "to"], wrong.Select(e => e!["field"]!.GetValue<string>()).Order());
        await server.Live.WantAsync(404, "GET", $"{Root}/{Guid.NewGuid()}");
        await server.Live.WantAsync(404, "GET", $"{JobServer.Schedules}/{Guid.NewGuid()}/runs");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_query_that_fails_fails_the_run_with_its_name_and_reason_and_a_mended_one_succeeds(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var type = "broken_" + (postgres ? "postgres" : "sqlite");
        var template = (await server.ReportAsync(type, "select suite, no_such_column as passed, 1 as failed from test_runs")).Json["id"]!.GetValue<string>();
        var id = await server.CreateAsync(JobServer.Body(type));
        var run = await server.RunAsync(id);
        Assert.Equal(("failed", 1), (run["status"]!.GetValue<string>(), run["attempt"]!.GetValue<int>()));
        Assert.Contains("cases", run["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("no_such_column", run["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(run["artifacts"]!.AsArray());
        Assert.Empty(run["deliveries"]!.AsArray());
        var schedule = (await server.Live.WantAsync(200, "GET", $"{JobServer.Schedules}/{id}")).Json;
        Assert.Equal(("failed", "failing"), (schedule["last_status"]!.GetValue<string>(), schedule["state"]!.GetValue<string>()));

        await server.Live.WantAsync(200, "PUT", "/api/v1/reports/templates/" + template, new { text = JobServer.Document(type, "select suite, passed, failed from test_runs") });
        var retried = await server.Live.WantAsync(202, "POST", $"{Root}/{run["id"]}/retry");
        Assert.Equal(run["id"]!.GetValue<string>(), retried.Json["run_id"]!.GetValue<string>());
        var mended = await server.EndAsync(run["id"]!.GetValue<string>());
        Assert.Equal(("succeeded", 2, "retry"), (mended["status"]!.GetValue<string>(), mended["attempt"]!.GetValue<int>(), mended["trigger"]!.GetValue<string>()));
        Assert.Equal((run["scheduled_for"]!.GetValue<string>(), null), (mended["scheduled_for"]!.GetValue<string>(), mended["error"]));
        Assert.Equal("not-failed", (await server.Live.WantAsync(409, "POST", $"{Root}/{run["id"]}/retry")).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_source_that_is_gone_is_tried_again_and_then_fails_the_run_with_its_reason(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres);
        var file = Path.Combine(server.Live.Data.Sources, "qa.sqlite");
        File.Move(file, file + ".away");
        var body = JobServer.Body();
        body["policy"] = new JsonObject { ["max_attempts"] = 2 };
        var run = await server.RunAsync(await server.CreateAsync(body));
        Assert.Equal(("failed", 2), (run["status"]!.GetValue<string>(), run["attempt"]!.GetValue<int>()));
        Assert.Contains("qa.sqlite", run["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(run["deliveries"]!.AsArray());
        File.Move(file + ".away", file);
        await server.Live.WantAsync(202, "POST", $"{Root}/{run["id"]}/retry");
        Assert.Equal("succeeded", (await server.EndAsync(run["id"]!.GetValue<string>()))["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_waiting_run_is_cancelled_at_once_and_its_retry_succeeds(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var id = await server.CreateAsync();
        var range = new { from = "2026-03-02T00:00:00Z", to = "2026-03-02T23:00:00Z" };
        await server.Live.StoreAsync(async db =>
        {
            // Nothing may start it: another node has its slot's predecessor in hand.
            var schedule = new Core.Schedules.ScheduleId(Guid.Parse(id));
            db.Runs.Add(await HeldElsewhereAsync(db, server, schedule));
            await db.SaveChangesAsync();
        });
        await server.Live.WantAsync(200, "POST", $"{JobServer.Schedules}/{id}/backfill", range);
        var run = (await server.RunsOfAsync(id)).Single(r => r!["status"]!.GetValue<string>() == "queued")!["id"]!.GetValue<string>();
        var cancelled = (await server.Live.WantAsync(200, "POST", $"{Root}/{run}/cancel")).Json;
        Assert.Equal("cancelled", cancelled["status"]!.GetValue<string>());
        Assert.Contains("Cancelled by", cancelled["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("ended", (await server.Live.WantAsync(409, "POST", $"{Root}/{run}/cancel")).Code);
        await server.Live.StoreAsync(db => db.Runs.Where(r => r.Status == Core.Runs.RunState.Running).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, Core.Runs.RunState.Succeeded)));
        await server.Live.WantAsync(202, "POST", $"{Root}/{run}/retry");
        Assert.Equal("succeeded", (await server.EndAsync(run))["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_running_query_is_stopped_by_cancelling_and_nothing_is_sent(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var type = "endless_" + (postgres ? "postgres" : "sqlite");
        await server.ReportAsync(type, "with recursive n(x) as (select 1 union all select x + 1 from n where x < 900000000) select 'a' as suite, max(x) as passed, 0 as failed from n");
        var id = await server.CreateAsync(JobServer.Body(type));
        var run = (await server.Live.WantAsync(202, "POST", $"{JobServer.Schedules}/{id}/run")).Json["run_id"]!.GetValue<string>();
        await server.EndAsync(run, r => r["status"]!.GetValue<string>() == "running");
        await server.Live.WantAsync(200, "POST", $"{Root}/{run}/cancel");
        var ended = await server.EndAsync(run);
        Assert.Equal("cancelled", ended["status"]!.GetValue<string>());
        Assert.Empty(ended["artifacts"]!.AsArray());
        Assert.Empty(ended["deliveries"]!.AsArray());
    }

    [Theory]
    [InlineData("when_rows", "US", "succeeded")]
    [InlineData("when_rows", "nowhere", "skipped")]
    [InlineData("when_empty", "US", "skipped")]
    [InlineData("when_empty", "nowhere", "succeeded")]
    public async Task A_condition_decides_whether_a_made_report_is_sent(string send, string region, string status)
    {
        var server = await servers.ForAsync(onPostgres: false);
        var body = JobServer.Body();
        body["condition"] = new JsonObject { ["send"] = send };
        body["filters"] = new JsonObject { ["region"] = region };
        var run = await server.RunAsync(await server.CreateAsync(body));
        Assert.Equal(status, run["status"]!.GetValue<string>());
        if (status == "skipped") Assert.Contains(send, run["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(status == "skipped" ? 0 : 1, run["deliveries"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_changed_sends_the_same_data_once(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var body = JobServer.Body();
        body["condition"] = new JsonObject { ["send"] = "when_changed" };
        var id = await server.CreateAsync(body);
        Assert.Equal("succeeded", (await server.RunAsync(id))["status"]!.GetValue<string>());
        Assert.Equal("skipped", (await server.RunAsync(id))["status"]!.GetValue<string>());
        Assert.Equal("skipped", (await server.RunAsync(id))["status"]!.GetValue<string>());

        // What is filled in later is held against the slot before it, and not against today's.
        await server.Live.WantAsync(200, "POST", $"{JobServer.Schedules}/{id}/backfill", new { from = "2026-03-03T00:00:00Z", to = "2026-03-04T23:59:00Z" });
        var filled = (await server.RunsOfAsync(id)).Select(r => r!).Where(r => r["trigger"]!.GetValue<string>() == "backfill").Select(r => r["id"]!.GetValue<string>()).ToList();
        Assert.Equal(2, filled.Count);
        Assert.Equal("succeeded", (await server.EndAsync(filled[1]))["status"]!.GetValue<string>());
        Assert.Equal("skipped", (await server.EndAsync(filled[0]))["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_schedules_history_is_in_the_order_of_what_its_runs_were_for(bool postgres)
    {
        var server = await servers.ForAsync(postgres);
        var body = JobServer.Body();
        body["policy"] = new JsonObject { ["overlap"] = "allow" };
        var id = await server.CreateAsync(body);
        var first = await server.RunAsync(id);
        await server.Live.WantAsync(200, "POST", $"{JobServer.Schedules}/{id}/backfill", new { from = JobServer.Iso(JobServer.Now - Duration.FromDays(3)), to = JobServer.Iso(JobServer.Now - Duration.FromHours(1)) });
        var last = await server.RunAsync(id);
        var (history, pages) = (new List<JsonNode>(), 0);
        for (string? cursor = ""; cursor is not null; pages++)
        {
            var page = (await server.Live.WantAsync(200, "GET", $"{JobServer.Schedules}/{id}/runs?limit=2{cursor}")).Json;
            history.AddRange(page["items"]!.AsArray().Select(r => r!));
            cursor = page["next_cursor"] is { } next ? "&cursor=" + next : null;
        }

        Assert.Equal((5, 3), (history.Count, pages));
        Assert.Equal(new[] { last, first }.Select(r => r["id"]!.GetValue<string>()), history.Take(2).Select(r => r["id"]!.GetValue<string>()));
        var slots = history.ConvertAll(r => r["scheduled_for"]!.GetValue<string>());
        Assert.Equal(slots.OrderDescending(StringComparer.Ordinal), slots);
        var read = (await server.Live.WantAsync(200, "GET", $"{Root}/{first["id"]}")).Json;
        Assert.Equal(history[2]["id"]!.GetValue<string>(), read["previous_run_id"]!.GetValue<string>());
        foreach (var wrong in new[] { "x", new string('A', 22), 'f' + new string('_', 31) })
            Assert.Equal(("cursor", "unknown-cursor"), (await server.Live.WantAsync(422, "GET", $"{JobServer.Schedules}/{id}/runs?cursor={wrong}")).Error);
    }

    [Fact]
    public async Task A_schedule_that_fails_again_and_again_pauses_itself_and_says_why()
    {
        var server = await servers.ForAsync(onPostgres: false);
        await server.ReportAsync("hopeless", "select suite, nothing as passed, 1 as failed from test_runs");
        var body = JobServer.Body("hopeless");
        body["policy"] = new JsonObject { ["pause_after_failures"] = 2 };
        var id = await server.CreateAsync(body);
        await server.RunAsync(id);
        Assert.True((await server.Live.WantAsync(200, "GET", $"{JobServer.Schedules}/{id}")).Json["enabled"]!.GetValue<bool>());
        await server.RunAsync(id);
        JsonNode? schedule = null;
        await JobServer.UntilAsync(async () => !(schedule = (await server.Live.WantAsync(200, "GET", $"{JobServer.Schedules}/{id}")).Json)["enabled"]!.GetValue<bool>());
        Assert.Contains("Paused after 2 failed runs", schedule!["paused_reason"]!.GetValue<string>(), StringComparison.Ordinal);
        await server.Live.WantAsync(200, "POST", $"{JobServer.Schedules}/{id}/resume");
        Assert.Null((await server.Live.WantAsync(200, "GET", $"{JobServer.Schedules}/{id}")).Json["paused_reason"]);
    }

    private static async Task<Server.Runs.RunRow> HeldElsewhereAsync(Server.Storage.AppDb db, JobServer server, Core.Schedules.ScheduleId id)
    {
        var row = await db.Schedules.SingleAsync(s => s.Id == id);
        var node = Guid.CreateVersion7();
        var now = JobServer.Now;
        db.Nodes.Add(new Server.Storage.NodeRow { Id = node, Name = "elsewhere", Version = "1", StartedAt = now, HeartbeatAt = now + NodaTime.Duration.FromHours(1) });
        return new()
        {
            WorkspaceId = row.WorkspaceId, Id = new(Guid.CreateVersion7()), ScheduleId = row.Id, ScheduleName = row.Name, TemplateId = row.TemplateId, ReportType = "quality",
            Trigger = Core.Runs.RunTrigger.Schedule, ScheduledFor = now, Slot = now, Status = Core.Runs.RunState.Running, Node = node, OwnerId = row.OwnerId, QueuedAt = now, NotBefore = now, Exclusive = true,
        };
    }
}
