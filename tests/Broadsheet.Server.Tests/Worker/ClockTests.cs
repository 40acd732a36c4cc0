using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Runs;
using Broadsheet.Server.Tests.Schedules;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Worker;

public sealed class ClockTests
{
    [Fact]
    public async Task A_schedule_of_every_minute_starts_at_its_slot_and_not_before()
    {
        await using var server = await JobServer.StartAsync();
        var body = JobServer.Body();
        body["schedule_type"] = "cron";
        body["schedule_config"] = new JsonObject { ["expression"] = "* * * * *", ["timezone"] = "Europe/Warsaw" };
        var created = (await server.Live.WantAsync(201, "POST", JobServer.Schedules, body.ToJsonString())).Json;
        var slot = ScheduleApiTests.InstantOf(created["next_run_at"]!);
        var id = created["id"]!.GetValue<string>();
        for (var minute = 0; minute < 2; minute++)
        {
            var due = slot + Duration.FromMinutes(minute);
            MoveToBefore(server, due, Duration.FromSeconds(1));
            await RingAsync(server);
            var run = await RunOfAsync(server, id, due);
            Assert.Equal(("schedule", "succeeded"), (run["trigger"]!.GetValue<string>(), run["status"]!.GetValue<string>()));
            Assert.True(ScheduleApiTests.InstantOf(run["started_at"]!) >= due, $"started at {run["started_at"]}, due at {due}");
            var schedule = (await server.Live.WantAsync(200, "GET", $"{JobServer.Schedules}/{id}")).Json;

            // On a slow machine the next slot may have come meanwhile.
            var last = ScheduleApiTests.InstantOf(schedule["last_run_at"]!);
            Assert.True(last >= due && (last - slot).TotalMinutes % 1 == 0, $"last run at {last}, due at {due}");
            Assert.Equal(last + Duration.FromMinutes(1), ScheduleApiTests.InstantOf(schedule["next_run_at"]!));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slot_that_was_missed_is_made_up_for_once_and_resolves_its_period_against_the_slot(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres);
        var warsaw = DateTimeZoneProviders.Tzdb["Europe/Warsaw"];
        var slot = Instant.FromUnixTimeSeconds((JobServer.Now - Duration.FromHours(20)).ToUnixTimeSeconds() / 60 * 60);
        var body = JobServer.Body();
        body["schedule_config"]!["times"] = new JsonArray(NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Format(slot.InZone(warsaw).TimeOfDay));
        var id = await server.CreateAsync(body);
        await server.DueAsync(id, slot);
        await RingAsync(server);
        var run = await RunOfAsync(server, id, slot);
        Assert.Equal(("schedule", "succeeded"), (run["trigger"]!.GetValue<string>(), run["status"]!.GetValue<string>()));
        var monday = slot.InZone(warsaw).Date.Previous(IsoDayOfWeek.Monday);
        if (slot.InZone(warsaw).DayOfWeek != IsoDayOfWeek.Monday) monday = monday.PlusDays(-7);
        Assert.Equal(NodaTime.Text.LocalDatePattern.Iso.Format(monday), run["filters"]!["period"]!["from"]!.GetValue<string>());
        Assert.Single(await server.RunsOfAsync(id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_paused_schedule_does_not_start_when_its_slot_comes(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres);
        var (paused, other) = (await server.CreateAsync(), await server.CreateAsync());
        await server.Live.WantAsync(200, "POST", $"{JobServer.Schedules}/{paused}/pause");
        foreach (var id in new[] { paused, other }) await server.DueAsync(id, JobServer.Now - Duration.FromSeconds(3));
        await RingAsync(server);
        await JobServer.UntilAsync(async () => (await server.RunsOfAsync(other)).Count == 1);
        Assert.Empty(await server.RunsOfAsync(paused));
    }

    private static async Task<JsonNode> RunOfAsync(JobServer server, string id, Instant slot)
    {
        JsonNode? run = null;
        await JobServer.UntilAsync(async () => (run = (await server.RunsOfAsync(id)).SingleOrDefault(r => r!["scheduled_for"]!.GetValue<string>() == JobServer.Iso(slot))) is not null);
        return await server.EndAsync(run!["id"]!.GetValue<string>());
    }

    /// <summary>Moves the clock on to shortly before <paramref name="due"/>, where it is not there yet.</summary>
    private static void MoveToBefore(JobServer server, Instant due, Duration before)
    {
        var ahead = due - before - Instant.FromDateTimeOffset(server.Live.Clock.GetUtcNow());
        if (ahead > Duration.Zero) server.Live.Clock.Move(ahead.ToTimeSpan());
    }

    /// <summary>The clockwork sleeps by a real timer: a change of another schedule has it look again.</summary>
    private static async Task RingAsync(JobServer server)
    {
        var bell = await server.CreateAsync();
        await server.Live.WantAsync(204, "DELETE", $"{JobServer.Schedules}/{bell}");
    }
}
