using System.Text.Json.Nodes;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.People;
using Broadsheet.Server.Tests.Runs;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Worker;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Workspaces;

public sealed class QuotaTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Schedules_are_limited_in_number_and_pace_with_a_word_about_who_lifts_it(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var (live, path) = (server.Live, "/api/v1/workspaces/" + server.Live.First!.Workspace);
        var limited = (await live.WantAsync(200, "PATCH", path, new { limits = new { schedules = 2, min_interval = "PT1H" } })).Json;
        Assert.Equal("PT1H", limited["limits"]!["min_interval"]!.GetValue<string>());
        var often = JobServer.Body();
        (often["schedule_type"], often["schedule_config"]) = ("cron", new JsonObject { ["expression"] = "*/30 * * * *", ["timezone"] = "UTC" });
        var refused = await live.WantAsync(422, "POST", JobServer.Schedules, often.ToJsonString());
        Assert.Equal(("schedule_config", "interval-too-short"), refused.Error);

        var both = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => live.SendAsync("POST", JobServer.Schedules, JobServer.Body().ToJsonString())));
        Assert.Equal([201, 201, 409, 409, 409], both.Select(a => (int)a.Status).Order());
        Assert.Equal("quota-schedules", both.First(a => (int)a.Status == 409).Code);
        var usage = (await live.WantAsync(200, "GET", path + "/usage")).Json;
        Assert.Equal((2, 2), (usage["schedules"]!.GetValue<int>(), usage["limits"]!["schedules"]!.GetValue<int>()));
        await live.WantAsync(200, "PATCH", path, new { limits = new { runs_per_hour = 7 } });
        await live.StoreAsync(async db => Assert.Equal(7, (await db.WorkspaceLimits.SingleAsync(l => l.WorkspaceId == live.First!.Workspace)).RunsPerHour));
        await live.WantAsync(200, "PATCH", path, new { limits = new { } });
        await live.WantAsync(201, "POST", JobServer.Schedules, often.ToJsonString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Runs_at_a_time_are_an_operators_to_set_and_what_is_beyond_waits(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var (live, path) = (server.Live, "/api/v1/workspaces/" + server.Live.First!.Workspace);
        Assert.Equal(("limits.concurrent_runs", "out-of-range"), (await live.WantAsync(422, "PATCH", path, new { limits = new { concurrent_runs = 0 } })).Error);
        var set = (await live.WantAsync(200, "PATCH", path, new { limits = new { concurrent_runs = 2, runs_per_hour = 50 } })).Json;
        Assert.Equal(2, set["limits"]!["concurrent_runs"]!.GetValue<int>());
        Assert.Equal(2, (await live.WantAsync(200, "GET", path)).Json["limits"]!["concurrent_runs"]!.GetValue<int>());
        Assert.Equal(2, (await live.WantAsync(200, "GET", "/api/v1/audit?action=workspace.edited")).Json["items"]![0]!["after"]!["limits"]!["concurrent_runs"]!.GetValue<int>());

        // They may start in an hour, so that the server does not take them before the test does.
        var (later, node) = (JobServer.Now + Duration.FromHours(1), Guid.CreateVersion7());
        await live.StoreAsync(async db =>
        {
            var report = await db.Templates.FirstAsync();
            db.Nodes.Add(new() { Id = node, Name = "another", Version = "1", StartedAt = JobServer.Now, HeartbeatAt = later });
            db.Runs.AddRange(Enumerable.Range(0, 5).Select(_ => new RunRow
            {
                WorkspaceId = live.First!.Workspace, Id = new(Guid.CreateVersion7()), ScheduleName = "Quality", TemplateId = report.Id, ReportType = report.ReportType, Trigger = RunTrigger.Manual,
                ScheduledFor = JobServer.Now, Status = RunState.Queued, OwnerId = live.First.Operator, QueuedAt = JobServer.Now, NotBefore = later,
            }));
            await db.SaveChangesAsync();
        });
        async Task<int> TakeAsync()
        {
            var taken = 0;
            await live.StoreAsync(async db => taken = (await new WorkClaims(db).TakeRunsAsync(node, 16, null, later + Duration.FromSeconds(1), new Turns(), [], TestContext.Current.CancellationToken)).Count);
            return taken;
        }

        Assert.Equal(2, await TakeAsync());
        Assert.Equal(0, await TakeAsync());
        var usage = (await live.WantAsync(200, "GET", path + "/usage")).Json;
        Assert.Equal((2, 2), (usage["runs_now"]!.GetValue<int>(), usage["limits"]!["concurrent_runs"]!.GetValue<int>()));
        await live.WantAsync(200, "PATCH", path, new { limits = new { } });
        Assert.Equal(3, await TakeAsync());
        await live.WantAsync(201, "POST", "/api/v1/workspaces", new { slug = "small", name = "Small", limits = new { concurrent_runs = 1 } });
        await live.StoreAsync(async db => Assert.Equal(1, await (from l in db.WorkspaceLimits join w in db.Workspaces on l.WorkspaceId equals w.Id where w.Slug == "small" select l.ConcurrentRuns).SingleAsync()));
    }

    [Fact]
    public async Task Limits_are_an_operators_and_retention_an_admins()
    {
        await using var server = await LiveServer.StartAsync();
        var path = "/api/v1/workspaces/" + server.First!.Workspace;
        var link = (await server.WantAsync(201, "POST", "/api/v1/members", new { email = "admin@example.com", role = "admin" })).Json["sign_in_path"]!.GetValue<string>();
        var opened = await server.WantAsync(302, "GET", link, null, "");
        (string, string)[] admin = [("Cookie", opened.Cookies), ("X-CSRF-Token", opened.Header("X-CSRF-Token")!)];
        await server.WantAsync(403, "PATCH", path, new { limits = new { schedules = 5 } }, "", admin);
        var edited = (await server.WantAsync(200, "PATCH", path, new { retention = new { runs_days = 90, audit_days = 365 } }, "", admin)).Json;
        Assert.Equal((90, 365), (edited["retention"]!["runs_days"]!.GetValue<int>(), edited["retention"]!["audit_days"]!.GetValue<int>()));
        Assert.Null(edited["retention"]!["files_days"]);
        var wrong = await server.WantAsync(422, "PATCH", path, new { limits = new { schedules = -1, min_interval = "P1M", storage_bytes = -5 }, retention = new { files_days = 0 } });
        Assert.Equal(["limits.min_interval", "limits.schedules", "limits.storage_bytes", "retention.files_days"], wrong.Json["errors"]!.AsArray().Select(e => e!["field"]!.GetValue<string>()).Order());
        await server.WantAsync(200, "GET", path + "/usage", null, "", admin);
        await server.WantAsync(403, "GET", path + "/usage", null, await AccessTests.KeyAsync(server, "worker"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_whose_files_have_no_room_fails_and_says_so(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres);
        var path = "/api/v1/workspaces/" + server.Live.First!.Workspace;
        await server.Live.WantAsync(200, "PATCH", path, new { limits = new { storage_bytes = 10 }, retention = new { files_days = 60 } });
        var schedule = await server.CreateAsync();
        var full = await server.RunAsync(schedule);
        Assert.Equal("failed", full["status"]!.GetValue<string>());
        Assert.Contains("may keep 10 bytes", full["error"]!.GetValue<string>(), StringComparison.Ordinal);
        await server.Live.WantAsync(200, "PATCH", path, new { limits = new { storage_bytes = 1_000_000 } });
        var run = await server.RunAsync(schedule);
        Assert.Equal("succeeded", run["status"]!.GetValue<string>());
        var days = (DateTimeOffset.Parse(run["artifacts"]![0]!["expires_at"]!.GetValue<string>(), null) - DateTimeOffset.Parse(run["finished_at"]!.GetValue<string>(), null)).TotalDays;
        Assert.InRange(days, 59.9, 60.1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_too_old_goes_but_the_newest_run_of_a_schedule_and_the_chain_stay(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres);
        var live = server.Live;
        var schedule = await server.CreateAsync();
        await server.RunAsync(schedule);
        var newest = (await server.RunAsync(schedule))["id"]!.GetValue<string>();
        await live.WantAsync(200, "PATCH", "/api/v1/workspaces/" + live.First!.Workspace, new { retention = new { runs_days = 10, audit_days = 10 } });
        await live.WantAsync(200, "POST", $"{JobServer.Schedules}/{schedule}/pause");
        await live.StoreAsync(db => db.Artifacts.ExecuteDeleteAsync());
        live.Clock.Move(TimeSpan.FromDays(11));
        await live.WantAsync(200, "GET", "/api/v1/audit");
        await new Housekeeping(live.Services.GetRequiredService<IServiceScopeFactory>(), live.Services.GetRequiredService<Server.Clock>(), NullLogger<Housekeeping>.Instance).RoundAsync(TestContext.Current.CancellationToken);
        Assert.Equal([newest], (await server.RunsOfAsync(schedule)).Select(r => r!["id"]!.GetValue<string>()));
        var log = (await live.WantAsync(200, "GET", "/api/v1/audit")).Json["items"]!.AsArray();
        Assert.Equal("audit.trimmed", log[0]!["action"]!.GetValue<string>());
        Assert.Equal("intact", (await live.WantAsync(200, "GET", "/api/v1/audit/verify")).Json["status"]!.GetValue<string>());
        Assert.InRange(log.Count, 1, 3);
    }
}
