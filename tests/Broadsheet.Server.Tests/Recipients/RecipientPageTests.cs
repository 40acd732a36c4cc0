using System.Text.RegularExpressions;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.Recipients;

public sealed partial class RecipientPageTests
{
    private const string Public = "https://reports.example.com";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_click_in_the_mail_program_ends_the_report_for_its_reader_alone(bool postgres)
    {
        await using var mail = new MailBox();
        await using var server = await JobServer.StartAsync(postgres, true, [.. mail.Settings, ("Broadsheet:PublicUrl", Public)]);
        var schedule = await server.CreateAsync(JobServer.Body(destinations: ["a@example.com", "b@example.com"]));
        await server.RunAsync(schedule);
        var text = Unfolded(mail.Mails.Single(m => m.To == "a@example.com").Text);
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click", text, StringComparison.Ordinal);
        var link = Unsubscribe().Match(text).Groups[1].Value;
        Assert.StartsWith(Public + "/recipient/", link, StringComparison.Ordinal);
        var path = link[Public.Length..];

        Assert.Contains("Why do I get this?", (await server.Live.WantAsync(200, "GET", path, null, "")).Text, StringComparison.Ordinal);
        await server.RunAsync(schedule);
        Assert.Equal(2, mail.Mails.Count(m => m.To == "a@example.com"));
        Assert.Equal(200, (int)(await server.Live.FormAsync(path, ("List-Unsubscribe", "One-Click"))).Status);

        var run = await server.RunAsync(schedule);
        Assert.Equal("succeeded", run["status"]!.GetValue<string>());
        Assert.Equal(["a@example.com skipped unsubscribed", "b@example.com sent "], run["deliveries"]!.AsArray().Select(d => $"{d!["recipient"]} {d["status"]} {d["hold"]}").Order());
        Assert.Equal((2, 3), (mail.Mails.Count(m => m.To == "a@example.com"), mail.Mails.Count(m => m.To == "b@example.com")));
        var listed = (await server.Live.WantAsync(200, "GET", "/api/v1/recipients/suppressions")).Json["items"]!.AsArray();
        Assert.Equal(("a@example.com", schedule), (Assert.Single(listed)!["address"]!.GetValue<string>(), listed[0]!["schedule_id"]!.GetValue<string>()));
        await server.Live.WantAsync(204, "DELETE", "/api/v1/recipients/suppressions/" + listed[0]!["id"]);
        await server.RunAsync(schedule);
        Assert.Equal(3, mail.Mails.Count(m => m.To == "a@example.com"));
    }

    [Fact]
    public async Task A_page_without_script_offers_a_pause_an_end_and_the_way_back()
    {
        await using var mail = new MailBox();
        await using var server = await JobServer.StartAsync(false, true, [.. mail.Settings, ("Broadsheet:PublicUrl", Public)]);
        var body = JobServer.Body(destinations: ["a@example.com"]);
        body["name"] = "<script>alert(1)</script>";
        var schedule = await server.CreateAsync(body);
        await server.RunAsync(schedule);
        var path = Unsubscribe().Match(Unfolded(mail.Mails.Single().Text)).Groups[1].Value[Public.Length..];
        var page = await server.Live.WantAsync(200, "GET", path, null, "");
        Assert.DoesNotContain("<script", page.Text, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("no-referrer", page.Header("Referrer-Policy"));

        var saved = await server.Live.FormAsync(path, ("choice", "snooze_week"));
        Assert.Equal((303, path + "?done"), ((int)saved.Status, saved.Header("Location")));
        var run = await server.RunAsync(schedule);
        Assert.Equal(("skipped", "snoozed"), (run["deliveries"]![0]!["status"]!.GetValue<string>(), run["deliveries"]![0]!["hold"]!.GetValue<string>()));
        // Its slots of those days would be made up for, by a run of their own.
        await server.Live.WantAsync(200, "POST", $"{JobServer.Schedules}/{schedule}/pause");
        server.Live.Clock.Move(TimeSpan.FromDays(7.5));
        await server.RunAsync(schedule);
        Assert.Equal(2, mail.Mails.Count);

        await server.Live.FormAsync(path, ("choice", "unsubscribe_all"));
        var second = await server.CreateAsync(JobServer.Body(destinations: ["A@example.com"]));
        Assert.Equal("skipped", (await server.RunAsync(second))["deliveries"]![0]!["status"]!.GetValue<string>());
        Assert.Contains("Send me this report again", (await server.Live.WantAsync(200, "GET", path, null, "")).Text, StringComparison.Ordinal);
        await server.Live.FormAsync(path, ("choice", "resubscribe"));
        Assert.Equal("sent", (await server.RunAsync(second))["deliveries"]![0]!["status"]!.GetValue<string>());
        var audit = (await server.Live.WantAsync(200, "GET", "/api/v1/audit?limit=200")).Text;
        foreach (var action in new[] { "recipient.snoozed", "recipient.unsubscribed_from_all", "recipient.resubscribed" }) Assert.Contains(action, audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_was_not_signed_here_changes_nothing()
    {
        await using var server = await LiveServer.StartAsync();
        foreach (var token in new[] { "x", new string('A', 200), "CfDJ8" })
        {
            await server.WantAsync(404, "GET", "/recipient/" + token, null, "");
            Assert.Equal(404, (int)(await server.FormAsync("/recipient/" + token, ("List-Unsubscribe", "One-Click"))).Status);
        }
    }

    private static string Unfolded(string mail) => mail.ReplaceLineEndings("\n").Replace("\n ", " ", StringComparison.Ordinal);

    [GeneratedRegex(@"List-Unsubscribe: ?<([^>]+)>")]
    private static partial Regex Unsubscribe();
}
