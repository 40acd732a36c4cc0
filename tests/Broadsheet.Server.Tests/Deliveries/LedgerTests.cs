using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.Runs;
using Broadsheet.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Broadsheet.Server.Tests.Deliveries;

public sealed class LedgerTests
{
    private const int Runs = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Counted at the receiving server, never in our own tables alone.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_thousand_runs_to_three_of_whom_one_refuses_are_two_thousand_messages_and_a_retry_of_a_thousand(bool postgres)
    {
        await using var mail = new MailBox { Refuse = to => to == "gone@example.com" ? "550 5.1.1 no such user" : null };
        await using var server = await JobServer.StartAsync(postgres, true, [.. mail.Settings, ("Broadsheet:Limits:PerCaller", "1000000"), ("Broadsheet:PublicUrl", "https://reports.example.com")]);
        var body = JobServer.Body(destinations: ["a@example.com", "gone@example.com", "c@example.com"]);
        body["policy"] = new System.Text.Json.Nodes.JsonObject { ["overlap"] = "allow" };
        var schedule = await server.CreateAsync(body);
        var first = await server.RunAsync(schedule);
        await CopyAsync(server, new RunId(Guid.Parse(first["id"]!.GetValue<string>())));
        await UntilAsync(server, RunState.PartiallyFailed);

        Assert.Equal((Runs, Runs, 0), (Count(mail, "a@example.com"), Count(mail, "c@example.com"), Count(mail, "gone@example.com")));
        Assert.Equal(2 * Runs, mail.Reports.Select(m => Id(m.Text)).Distinct().Count());
        Assert.Single(mail.Mails, m => m.To == LiveServer.Email && m.Text.Contains("Failed: ", StringComparison.Ordinal));
        await server.Live.StoreAsync(async db =>
        {
            var lines = await db.Deliveries.Where(d => d.RunId != null).GroupBy(d => new { d.Status, d.Recipient }).Select(g => new { g.Key.Status, g.Key.Recipient, Count = g.Count() }).ToListAsync();
            Assert.Equal(["Failed gone@example.com 1000", "Sent a@example.com 1000", "Sent c@example.com 1000"], lines.Select(l => $"{l.Status} {l.Recipient} {l.Count}").Order());
        });

        mail.Refuse = _ => null;
        var runs = new List<Guid>();
        await server.Live.StoreAsync(async db => runs.AddRange((await db.Runs.Select(r => r.Id).ToListAsync()).Select(r => r.Value)));
        foreach (var run in runs) await server.Live.WantAsync(202, "POST", $"{JobServer.RunsPath}/{run}/retry");
        await UntilAsync(server, RunState.Succeeded);
        Assert.Equal((Runs, Runs, Runs), (Count(mail, "a@example.com"), Count(mail, "c@example.com"), Count(mail, "gone@example.com")));
        Assert.Equal(3 * Runs, mail.Reports.Select(m => Id(m.Text)).Distinct().Count());
        Assert.Single(mail.Mails, m => m.To == LiveServer.Email && m.Text.Contains("Recovered: ", StringComparison.Ordinal));
    }

    /// <summary>As many runs like one that ended, waiting.</summary>
    private static Task CopyAsync(JobServer server, RunId like) => server.Live.StoreAsync(async db =>
    {
        var run = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == like);
        for (var i = 1; i < Runs; i++)
        {
            db.Runs.Add(new RunRow
            {
                WorkspaceId = run.WorkspaceId, Id = new RunId(Guid.CreateVersion7()), ScheduleId = run.ScheduleId, ScheduleName = run.ScheduleName, TemplateId = run.TemplateId,
                ReportType = run.ReportType, Trigger = RunTrigger.Manual, ScheduledFor = run.ScheduledFor, Status = RunState.Queued, OwnerId = run.OwnerId, RequestedBy = run.RequestedBy,
                QueuedAt = run.QueuedAt, NotBefore = run.QueuedAt, PlanJson = run.PlanJson,
            });
        }

        await db.SaveChangesAsync();
    });

    private static async Task UntilAsync(JobServer server, RunState state)
    {
        var ended = 0;
        await Eventually.HoldsAsync($"{Runs} runs are {state}.", Patience, async () =>
        {
            await server.Live.StoreAsync(async db => ended = await db.Runs.CountAsync(r => r.Status == state));
            return ended >= Runs;
        }, () => $"Only {ended} are.", TestContext.Current.CancellationToken);

        await JobServer.UntilAsync(async () =>
        {
            var open = 1;
            await server.Live.StoreAsync(async db => open = await db.Deliveries.CountAsync(d => d.Status == DeliveryState.Pending || d.Status == DeliveryState.Sending));
            return open == 0;
        });
    }

    private static int Count(MailBox mail, string to) => mail.Mails.Count(m => m.To == to);

    private static string Id(string text) => text.ReplaceLineEndings("\n").Split('\n').First(l => l.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase));
}
