using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.People;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.Recipients;

public sealed class ApprovalTests
{
    private const string Settings = "/api/v1/delivery-settings";
    private const string Approvals = "/api/v1/recipients/approvals";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_goes_outside_the_allowed_domains_before_an_admin_says_so(bool postgres)
    {
        await using var mail = new MailBox();
        await using var server = await JobServer.StartAsync(postgres, true, mail.Settings);
        await server.Live.WantAsync(200, "PUT", Settings, """{ "allowed_domains": ["inside.example", "*.parts.example"] }""");
        var schedule = await server.CreateAsync(JobServer.Body(destinations: ["a@inside.example", "b@deep.parts.example", "c@Outside.example", LiveServer.Email]));
        var waiting = (await server.Live.WantAsync(200, "GET", Approvals + "?status=waiting")).Json["items"]!.AsArray();
        Assert.Equal(("c@outside.example", "Daily quality"), (Assert.Single(waiting)!["address"]!.GetValue<string>(), waiting[0]!["asked_for"]!.GetValue<string>()));
        await JobServer.UntilAsync(async () => (await server.Live.WantAsync(200, "GET", "/api/v1/notifications")).Json["items"]!.AsArray().Any(i => i!["event"]?.GetValue<string>() == "approval"));

        var run = await server.RunAsync(schedule);
        Assert.Equal("partially_failed", run["status"]!.GetValue<string>());
        var held = Of(run, "c@outside.example");
        Assert.Equal(("failed", "approval", 0), (held["status"]!.GetValue<string>(), held["hold"]!.GetValue<string>(), held["attempts"]!.GetValue<int>()));
        Assert.Contains("waits for an admin", held["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Mails, m => m.To == "c@outside.example");
        Assert.Contains(mail.Mails, m => m.To == "b@deep.parts.example");

        var path = $"{Approvals}/{waiting[0]!["id"]}";
        await server.Live.WantAsync(403, "POST", path + "/approve", null, await AccessTests.KeyAsync(server.Live, "editor"));
        await server.Live.WantAsync(200, "POST", path + "/approve");
        var done = await server.EndAsync(run["id"]!.GetValue<string>(), r => r["status"]!.GetValue<string>() == "succeeded");
        Assert.Equal(("sent", null), (Of(done, "c@outside.example")["status"]!.GetValue<string>(), Of(done, "c@outside.example")["hold"]));
        Assert.Equal("succeeded", (await server.RunAsync(schedule))["status"]!.GetValue<string>());
        Assert.Equal(2, mail.Mails.Count(m => m.To == "c@outside.example"));
        Assert.Equal(2, mail.Mails.Count(m => m.To == "a@inside.example"));

        await server.Live.WantAsync(200, "POST", path + "/refuse");
        Assert.Contains("refused", Of(await server.RunAsync(schedule), "c@outside.example")["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(2, mail.Mails.Count(m => m.To == "c@outside.example"));
    }

    [Theory]
    [InlineData("""{ "allowed_domains": ["not a domain"] }""", "allowed_domains[0]", "bad-domain")]
    [InlineData("""{ "link_days": 0 }""", "link_days", "out-of-range")]
    [InlineData("""{ "link_days": 366 }""", "link_days", "out-of-range")]
    [InlineData("""{ "attach_up_to": -1 }""", "attach_up_to", "out-of-range")]
    [InlineData("""{ "subject": "{{#each" }""", "subject", null)]
    public async Task What_cannot_be_meant_is_refused_at_its_field(string body, string field, string? code)
    {
        await using var server = await LiveServer.StartAsync();
        var error = (await server.WantAsync(422, "PUT", Settings, body)).Error;
        Assert.Equal((field, code ?? error.Code), error);
    }

    private static JsonNode Of(JsonNode run, string recipient) => run["deliveries"]!.AsArray().Single(d => d!["recipient"]!.GetValue<string>() == recipient)!;
}
