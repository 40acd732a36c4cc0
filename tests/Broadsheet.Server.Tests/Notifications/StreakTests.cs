using System.Text.Json.Nodes;
using Broadsheet.Core.Deliveries;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Broadsheet.Server.Tests.Notifications;

public sealed class StreakTests
{
    private const string Inbox = "/api/v1/notifications";
    private const string Settings = "/api/v1/notification-settings";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_streak_of_failures_is_told_once_and_its_end_once(bool postgres)
    {
        await using var mail = new MailBox { Refuse = to => to == "gone@example.com" ? "550 5.1.1 no such user" : null };
        await using var server = await JobServer.StartAsync(postgres, true, [.. mail.Settings, ("Broadsheet:PublicUrl", "https://reports.example.com/b")]);
        var schedule = await server.CreateAsync(JobServer.Body(destinations: ["a@example.com", "gone@example.com"]));
        var first = await server.RunAsync(schedule);
        await server.RunAsync(schedule);
        mail.Refuse = _ => null;
        await server.RunAsync(schedule);
        await server.RunAsync(schedule);
        await JobServer.UntilAsync(async () => (await ToldAsync(server)).Count == 2 && mail.Mails.Count(m => m.To == LiveServer.Email) == 2);
        var told = await ToldAsync(server);
        Assert.Equal(["recovers", "fails"], told.Select(t => t["event"]!.GetValue<string>()));
        var failed = told[1];
        Assert.Equal((first["id"]!.GetValue<string>(), schedule), (failed["run_id"]!.GetValue<string>(), failed["schedule_id"]!.GetValue<string>()));
        Assert.Equal($"https://reports.example.com/b/reports/history/{first["id"]}", failed["link"]!.GetValue<string>());
        var text = failed["text"]!.GetValue<string>();
        foreach (var part in new[] { "gone@example.com (email): ", "no such user", "1 recipient got it and will not get it twice: a@example.com", "What to do", "retry these deliveries", "(Europe/Warsaw)" })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_fails_pauses_at_last_and_each_is_told_once()
    {
        await using var server = await JobServer.StartAsync();
        await server.ReportAsync("broken", "select suite, passed, failed from nowhere");
        var body = JobServer.Body("broken");
        body["policy"] = new JsonObject { ["max_attempts"] = 1, ["pause_after_failures"] = 3 };
        var schedule = await server.CreateAsync(body);
        for (var i = 0; i < 3; i++) await server.RunAsync(schedule);
        await JobServer.UntilAsync(async () => (await ToldAsync(server)).Count == 2);
        var told = await ToldAsync(server);
        Assert.Equal(["paused", "fails"], told.Select(t => t["event"]!.GetValue<string>()));
        Assert.Contains("Nobody got anything.", told[1]["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("3 failed runs in a row", told[0]["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Successes_are_told_to_who_asks_for_them_and_to_who_watches_all()
    {
        await using var server = await JobServer.StartAsync();
        await server.Live.WantAsync(200, "PUT", Settings, """{ "events": { "succeeds": { "in_app": true } } }""");
        await server.RunAsync(await server.CreateAsync());
        await JobServer.UntilAsync(async () => (await ToldAsync(server)).Count == 1);
        var told = Assert.Single(await ToldAsync(server));
        Assert.Equal("succeeds", told["event"]!.GetValue<string>());
        Assert.Contains("reached 1 recipient: 2 rows", told["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_quiet_hours_mail_waits_and_the_inbox_does_not()
    {
        await using var mail = new MailBox { Refuse = to => to == "gone@example.com" ? "550 no" : null };
        await using var server = await JobServer.StartAsync(false, true, mail.Settings);
        // Whatever the time is: they began two hours ago.
        var hour = server.Live.Clock.GetUtcNow().Hour;
        var (from, to) = ($"{(hour + 22) % 24:00}:00", $"{(hour + 4) % 24:00}:30");
        await server.Live.WantAsync(200, "PUT", Settings, new { quiet_hours = new { from, to }, timezone = "UTC" });
        await server.RunAsync(await server.CreateAsync(JobServer.Body(destinations: ["gone@example.com"])));
        await JobServer.UntilAsync(async () => (await ToldAsync(server)).Count == 1);
        Assert.DoesNotContain(mail.Mails, m => m.To == LiveServer.Email);
        await server.Live.StoreAsync(async db =>
        {
            var waiting = await db.Deliveries.SingleAsync(d => d.RunId == null && d.Type == "email");
            Assert.Equal(DeliveryState.Pending, waiting.Status);
            Assert.Equal(to, waiting.NextAttemptAt.ToDateTimeUtc().ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        });
    }

    [Fact]
    public async Task A_digest_tells_together_what_happened_until_then()
    {
        await using var mail = new MailBox { Refuse = to => to == "gone@example.com" ? "550 no" : null };
        await using var server = await JobServer.StartAsync(false, true, mail.Settings);
        server.Live.MoveToMinute(5);
        await server.Live.WantAsync(200, "PUT", Settings, """{ "digest": { "every": "hour" }, "events": { "fails": { "in_app": false } } }""");
        foreach (var name in new[] { "One", "Two" })
        {
            var body = JobServer.Body(destinations: ["gone@example.com"]);
            body["name"] = name;
            await server.RunAsync(await server.CreateAsync(body));
        }

        Assert.DoesNotContain(mail.Mails, m => m.To == LiveServer.Email);
        server.Live.Clock.Move(TimeSpan.FromHours(1));
        await JobServer.UntilAsync(() => Task.FromResult(mail.Mails.Any(m => m.To == LiveServer.Email)));
        var digest = Assert.Single(mail.Mails, m => m.To == LiveServer.Email).Text;
        Assert.Contains("Subject: 2 messages about your schedules", digest, StringComparison.Ordinal);
        Assert.Contains("Failed: One", digest, StringComparison.Ordinal);
        Assert.Contains("Failed: Two", digest, StringComparison.Ordinal);
        await server.Live.StoreAsync(async db => Assert.Empty(await db.DigestItems.ToListAsync()));
    }

    /// <summary>What the inbox says of schedules, newest first.</summary>
    private static async Task<List<JsonNode>> ToldAsync(JobServer server) =>
        [.. (await server.Live.WantAsync(200, "GET", Inbox)).Json["items"]!.AsArray().Where(i => i!["event"] is not null).Select(i => i!)];
}
