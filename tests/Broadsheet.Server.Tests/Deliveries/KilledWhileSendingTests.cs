using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Runs;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Server.Tests.Deliveries;

public sealed class KilledWhileSendingTests
{
    [Fact]
    public async Task Killed_between_the_mail_server_s_taking_and_the_record_nothing_is_lost_and_nothing_sent_again_by_itself()
    {
        using var folder = new TempFolder();
        var (taken, never) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var mail = new MailBox
        {
            BeforeSaying = () =>
            {
                taken.TrySetResult();
                return never.Task;
            },
        };
        string run;
        await using (var first = await KilledServer.StartAsync(folder.Path, mail.Settings))
        {
            var report = (await first.WantAsync(200, "GET", "/api/v1/reports/templates?limit=1"))["items"]![0]!["report_type"]!.GetValue<string>();
            var schedule = (await first.WantAsync(201, "POST", JobServer.Schedules, JobServer.Body(report, "a@example.com")))["id"];
            run = (await first.WantAsync(202, "POST", $"{JobServer.Schedules}/{schedule}/run"))["run_id"]!.GetValue<string>();
            await taken.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            await first.KillAsync();
        }

        mail.BeforeSaying = () => Task.CompletedTask;
        never.SetResult();
        await using var second = await KilledServer.StartAsync(folder.Path, mail.Settings);
        var ended = await EndAsync(second, run, "failed");
        Assert.Equal(("unknown", 1), (ended["deliveries"]![0]!["status"]!.GetValue<string>(), ended["deliveries"]![0]!["attempts"]!.GetValue<int>()));
        Assert.Contains("may have arrived", ended["deliveries"]![0]!["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Single(mail.Mails, m => m.To == "a@example.com");

        await second.WantAsync(202, "POST", $"{JobServer.RunsPath}/{run}/retry");
        await EndAsync(second, run, "succeeded");
        var mails = mail.Mails.Where(m => m.To == "a@example.com").Select(m => m.Text).ToList();
        Assert.Equal(2, mails.Count);
        Assert.Equal(Line(mails[0], "Message-ID:"), Line(mails[1], "Message-ID:"));
    }

    private static async Task<JsonNode> EndAsync(KilledServer server, string run, string status)
    {
        JsonNode? seen = null;
        await JobServer.UntilAsync(async () => (seen = await server.WantAsync(200, "GET", $"{JobServer.RunsPath}/{run}"))["status"]!.GetValue<string>() == status, () => seen?.ToJsonString() ?? "");
        return seen!;
    }

    private static string Line(string text, string begin) => text.ReplaceLineEndings("\n").Split('\n').First(l => l.StartsWith(begin, StringComparison.OrdinalIgnoreCase));
}
