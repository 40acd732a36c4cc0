using System.Text.Json.Nodes;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Tests.Runs;
using Broadsheet.Server.Worker;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Schedules;

public sealed class OverdueTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_is_not_done_in_time_is_late_and_told_once(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var (late, young) = (await QueuedAsync(server, Duration.FromMinutes(11)), await QueuedAsync(server, Duration.FromMinutes(5)));
        await LookAsync(server);
        await LookAsync(server);
        Assert.NotNull((await server.Live.WantAsync(200, "GET", $"{JobServer.RunsPath}/{late}")).Json["late_at"]);
        Assert.Null((await server.Live.WantAsync(200, "GET", $"{JobServer.RunsPath}/{young}")).Json["late_at"]);
        var told = Assert.Single(await ToldAsync(server));
        Assert.Equal(("late", late.ToString()), (told["event"]!.GetValue<string>(), told["run_id"]!.GetValue<string>()));
        Assert.Contains("waits for a worker", told["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slot_that_no_worker_takes_is_told_once_and_the_next_one_again(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var schedule = await server.CreateAsync();
        await server.DueAsync(schedule, JobServer.Now - Duration.FromMinutes(30));
        await LookAsync(server);
        await LookAsync(server);
        Assert.Contains("no worker has taken it", Assert.Single(await ToldAsync(server))["text"]!.GetValue<string>(), StringComparison.Ordinal);
        await server.DueAsync(schedule, JobServer.Now - Duration.FromMinutes(20));
        await LookAsync(server);
        await server.Live.WantAsync(200, "POST", $"{JobServer.Schedules}/{schedule}/pause");
        await server.DueAsync(schedule, JobServer.Now - Duration.FromMinutes(15));
        await LookAsync(server);
        Assert.Equal(2, (await ToldAsync(server, 2)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Slots_that_got_no_run_are_told_once_with_their_times(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var body = JobServer.Body();
        body["schedule_type"] = "cron";
        body["schedule_config"] = new JsonObject { ["expression"] = "0 * * * *", ["timezone"] = "UTC" };
        var schedule = await server.CreateAsync(body);
        var hour = Instant.FromUnixTimeSeconds(JobServer.Now.ToUnixTimeSeconds() / 3600 * 3600);
        await server.DueAsync(schedule, hour - Duration.FromHours(3));
        await server.Live.WantAsync(200, "POST", JobServer.Exports + "/process?wait=30");
        await LookAsync(server);
        await LookAsync(server);
        // The server's own watchdog may have looked before the slots were taken, and have said that they were late.
        var told = Assert.Single(await ToldAsync(server, 1, "missed"));
        var text = told["text"]!.GetValue<string>();
        for (var missed = 3; missed >= 1; missed--) Assert.Contains((hour - Duration.FromHours(missed)).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
        Assert.Contains("misfire: latest", text, StringComparison.Ordinal);
        await server.Live.StoreAsync(async db => Assert.Null((await db.Schedules.AsNoTracking().SingleAsync()).MissedFrom));
    }

    [Fact]
    public async Task An_outside_monitor_is_called_while_slots_are_taken_in_time()
    {
        var calls = 0;
        var monitor = new OutsideMonitor((_, _) =>
        {
            calls++;
            return Task.FromResult<string?>("it answered 500");
        }, new Uri("https://monitor.example.com/ping"));
        var well = new PulseSeen(JobServer.Now, 1, 0, 0, 1, 0);
        Assert.Equal("it answered 500", await monitor.CallAsync(well, default));
        Assert.Null(await monitor.CallAsync(well with { LagSeconds = 300 }, default));
        Assert.Null(await monitor.CallAsync(well with { Nodes = 0 }, default));
        Assert.Null(await new OutsideMonitor((_, _) => throw new InvalidOperationException(), null).CallAsync(well, default));
        Assert.Equal(1, calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Health_and_metrics_show_lag_queue_leases_and_the_last_claim(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres);
        JsonNode? engine = null;
        // The watchdog's first look may come before the first claim.
        await JobServer.UntilAsync(async () => (engine = (await server.Live.WantAsync(200, "GET", "/healthz")).Json["engine"])?["last_claim_at"] is not null, () => $"{engine}");
        Assert.Equal((0.0, 1), (engine!["lag_seconds"]!.GetValue<double>(), engine["nodes"]!.GetValue<int>()));
        var metrics = (await server.Live.WantAsync(200, "GET", "/metrics")).Text;
        foreach (var name in new[] { "broadsheet_slot_lag_seconds", "broadsheet_queue_length", "broadsheet_queue_oldest_seconds", "broadsheet_nodes", "broadsheet_runs_late" })
            Assert.Contains($"# TYPE {name} gauge", metrics, StringComparison.Ordinal);
    }

    private static async Task<Guid> QueuedAsync(JobServer server, Duration ago)
    {
        var schedule = await server.CreateAsync();
        var id = Guid.CreateVersion7();
        await server.Live.StoreAsync(async db =>
        {
            var row = await db.Schedules.AsNoTracking().SingleAsync(s => s.Id == new ScheduleId(Guid.Parse(schedule)));
            var slot = JobServer.Now - ago;
            db.Runs.Add(new RunRow
            {
                WorkspaceId = row.WorkspaceId, Id = new RunId(id), ScheduleId = row.Id, ScheduleName = row.Name, TemplateId = row.TemplateId, ReportType = "quality", Trigger = RunTrigger.Schedule,
                ScheduledFor = slot, Slot = slot, Status = RunState.Queued, OwnerId = row.OwnerId, QueuedAt = slot, NotBefore = slot,
            });
            await db.SaveChangesAsync();
        });
        return id;
    }

    /// <summary>Beside the server's own watchdog, which may come first.</summary>
    private static async Task LookAsync(JobServer server)
    {
        await using var scope = server.Live.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FindOverdue>().RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What people were told, once as many notices as that are in the inbox.</summary>
    private static async Task<List<JsonNode>> ToldAsync(JobServer server, int notices = 1, params string[] events)
    {
        List<JsonNode> told = [];
        if (events.Length == 0) events = ["late", "missed"];
        server.Live.Services.GetRequiredService<Server.Notifications.WorkToSend>()(server.Live.First!.Workspace);
        await JobServer.UntilAsync(async () =>
        {
            told = [.. (await server.Live.WantAsync(200, "GET", "/api/v1/notifications")).Json["items"]!.AsArray().Select(i => i!).Where(i => events.Contains(i["event"]?.GetValue<string>()))];
            return told.Count >= notices;
        });
        return told;
    }
}
