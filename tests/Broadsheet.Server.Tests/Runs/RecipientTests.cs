using Xunit;

namespace Broadsheet.Server.Tests.Runs;

public sealed class RecipientTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_refused_of_three_makes_it_partly_failed_and_only_that_one_is_sent_again(bool postgres)
    {
        await using var mail = new MailBox { Refuse = to => to == "gone@example.com" ? "550 5.1.1 no such user" : null };
        await using var server = await JobServer.StartAsync(postgres, true, mail.Settings);
        var id = await server.CreateAsync(JobServer.Body(destinations: ["a@example.com", "gone@example.com", "c@example.com"]));
        var run = await server.RunAsync(id);
        Assert.Equal("partially_failed", run["status"]!.GetValue<string>());
        Assert.Contains("gone@example.com", run["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("no such user", run["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(["a@example.com sent 1", "c@example.com sent 1", "gone@example.com failed 1"],
            run["deliveries"]!.AsArray().Select(d => $"{d!["recipient"]} {d["status"]} {d["attempts"]}").Order());
        Assert.Equal(["a@example.com", "c@example.com"], mail.Reports.Select(m => m.To).Order());
        Assert.Equal("failing", (await server.Live.WantAsync(200, "GET", $"{JobServer.Schedules}/{id}")).Json["state"]!.GetValue<string>());

        mail.Refuse = _ => null;
        var failed = run["deliveries"]!.AsArray().Single(d => d!["status"]!.GetValue<string>() == "failed")!["id"]!.GetValue<string>();
        var sent = run["deliveries"]!.AsArray().First(d => d!["status"]!.GetValue<string>() == "sent")!["id"]!.GetValue<string>();
        var path = $"{JobServer.RunsPath}/{run["id"]}/deliveries/";
        Assert.Equal("not-failed", (await server.Live.WantAsync(409, "POST", $"{path}{sent}/retry")).Code);
        await server.Live.WantAsync(404, "POST", $"{path}{Guid.NewGuid()}/retry");
        await server.Live.WantAsync(202, "POST", $"{path}{failed}/retry");
        var mended = await server.EndAsync(run["id"]!.GetValue<string>());
        Assert.Equal(("succeeded", null, 1), (mended["status"]!.GetValue<string>(), mended["error"], mended["attempt"]!.GetValue<int>()));
        Assert.Equal(["a@example.com", "c@example.com", "gone@example.com"], mail.Reports.Select(m => m.To).Order());
        Assert.Equal("ok", (await server.Live.WantAsync(200, "GET", $"{JobServer.Schedules}/{id}")).Json["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Retrying_a_partly_failed_run_sends_to_nobody_who_has_it()
    {
        await using var mail = new MailBox { Refuse = to => to == "gone@example.com" ? "550 5.1.1 no such user" : null };
        await using var server = await JobServer.StartAsync(false, true, mail.Settings);
        var run = await server.RunAsync(await server.CreateAsync(JobServer.Body(destinations: ["a@example.com", "gone@example.com"])));
        mail.Refuse = _ => null;
        await server.Live.WantAsync(202, "POST", $"{JobServer.RunsPath}/{run["id"]}/retry");
        var mended = await server.EndAsync(run["id"]!.GetValue<string>());
        Assert.Equal(("succeeded", run["artifacts"]!.ToJsonString()), (mended["status"]!.GetValue<string>(), mended["artifacts"]!.ToJsonString()));
        Assert.Equal(["a@example.com", "gone@example.com"], mail.Reports.Select(m => m.To));
    }

    [Fact]
    public async Task A_recipient_put_off_is_tried_again_by_itself()
    {
        var asked = 0;
        await using var mail = new MailBox { Refuse = _ => Interlocked.Increment(ref asked) == 1 ? "451 4.3.0 later" : null };
        await using var server = await JobServer.StartAsync(false, true, mail.Settings);
        var run = await server.RunAsync(await server.CreateAsync(JobServer.Body(destinations: ["a@example.com"])));
        Assert.Equal(("succeeded", 2), (run["status"]!.GetValue<string>(), run["deliveries"]![0]!["attempts"]!.GetValue<int>()));
        Assert.Single(mail.Reports);
    }
}
