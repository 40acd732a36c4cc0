using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.People;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.Notifications;

public sealed class NotificationSettingsTests
{
    private const string Path = "/api/v1/notification-settings";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everybody_has_their_own_and_what_is_left_out_is_as_by_default(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var first = await server.WantAsync(200, "GET", Path);
        Assert.Equal(("\"v0\"", 0, "mine", "off"), (first.Header("ETag"), first.Json["version"]!.GetValue<int>(), first.Json["schedules"]!.GetValue<string>(), first.Json["digest"]!["every"]!.GetValue<string>()));
        Assert.Equal("""{"email":true,"in_app":true,"slack":false,"sms":false}""", first.Json["events"]!["fails"]!.ToJsonString());
        Assert.Equal("""{"email":false,"in_app":false,"slack":false,"sms":false}""", first.Json["events"]!["succeeds"]!.ToJsonString());

        var body = JsonNode.Parse("""{ "events": { "fails": { "email": false }, "succeeds": { "in_app": true } }, "quiet_hours": { "from": "22:00", "to": "07:00" }, "timezone": "Europe/Warsaw" }""")!;
        var saved = (await server.WantAsync(200, "PUT", Path, body.ToJsonString(), null, ("If-Match", "\"v0\""))).Json;
        Assert.Equal("""{"email":false,"in_app":true,"slack":false,"sms":false}""", saved["events"]!["fails"]!.ToJsonString());
        Assert.Equal("""{"email":false,"in_app":true,"slack":false,"sms":false}""", saved["events"]!["succeeds"]!.ToJsonString());
        Assert.Equal(saved.ToJsonString(), (await server.WantAsync(200, "GET", Path)).Json.ToJsonString());
        await server.WantAsync(412, "PUT", Path, "{}", null, ("If-Match", "\"v0\""));
        Assert.Equal(2, (await server.WantAsync(200, "PUT", Path, "{}", null, ("If-Match", "\"v1\""))).Json["version"]!.GetValue<int>());

        var viewer = await AccessTests.KeyAsync(server, "viewer");
        Assert.Equal(200, (int)(await server.SendAsync("GET", Path, null, viewer)).Status);
        await server.WantAsync(403, "GET", Path, null, await AccessTests.KeyAsync(server, "worker"));
    }

    [Fact]
    public async Task A_channel_that_is_not_set_up_says_why_and_cannot_be_switched_on()
    {
        await using var server = await LiveServer.StartAsync();
        var channels = (await server.WantAsync(200, "GET", Path)).Json["channels"]!;
        Assert.Equal((true, LiveServer.Email), (channels["email"]!["available"]!.GetValue<bool>(), channels["email"]!["address"]!.GetValue<string>()));
        Assert.Contains("outbox", channels["email"]!["note"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(channels["in_app"]!["available"]!.GetValue<bool>());
        Assert.Equal((false, "/admin/connections"), (channels["slack"]!["available"]!.GetValue<bool>(), channels["slack"]!["page"]!.GetValue<string>()));
        Assert.Equal(("events.fails.sms", "channel-unavailable"), (await server.WantAsync(422, "PUT", Path, """{ "events": { "fails": { "sms": true } } }""")).Error);

        await server.WantAsync(201, "POST", "/api/v1/connections", new { name = "Slack", type = "slack", @default = true, settings = new { token = "xoxb-1" } });
        var half = (await server.WantAsync(200, "GET", Path)).Json["channels"]!["slack"]!;
        Assert.Equal((false, "/settings/notifications"), (half["available"]!.GetValue<bool>(), half["page"]!.GetValue<string>()));
        var open = (await server.WantAsync(200, "PUT", Path, """{ "events": { "fails": { "slack": true } }, "contacts": { "slack": "U024BE7LH" } }""")).Json;
        Assert.True(open["channels"]!["slack"]!["available"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("""{ "quiet_hours": { "from": "25:00", "to": "07:00" } }""", "quiet_hours.from", "bad-time")]
    [InlineData("""{ "quiet_hours": { "from": "07:00", "to": "07:00" } }""", "quiet_hours.to", "empty")]
    [InlineData("""{ "digest": { "every": "day", "at": "8 am" } }""", "digest.at", "bad-time")]
    [InlineData("""{ "digest": { "every": "week" } }""", "digest.every", "wrong-type")]
    [InlineData("""{ "timezone": "Europe/Warszawa" }""", "timezone", "unknown-timezone")]
    [InlineData("""{ "contacts": { "phone": "call me" } }""", "contacts.phone", "bad-number")]
    [InlineData("""{ "events": { "fail": { "email": true } } }""", "events.fail", "unknown-field")]
    public async Task What_cannot_be_meant_is_refused_at_its_field(string body, string field, string code)
    {
        await using var server = await LiveServer.StartAsync();
        Assert.Equal((field, code), (await server.WantAsync(422, "PUT", Path, body)).Error);
    }

    [Fact]
    public async Task A_test_goes_to_the_caller_by_each_channel_and_says_how_it_went()
    {
        await using var mail = new MailBox { Refuse = _ => "550 5.7.1 not here" };
        await using var server = await JobServer.StartAsync(false, true, mail.Settings);
        var refused = (await server.Live.WantAsync(200, "POST", Path + "/test", new { })).Json["channels"]!.AsArray();
        Assert.Equal(["email failed", "in_app sent", "slack unavailable", "sms unavailable"], refused.Select(c => $"{c!["channel"]} {c["status"]}"));
        Assert.Contains("not here", refused[0]!["why"]!.GetValue<string>(), StringComparison.Ordinal);
        mail.Refuse = _ => null;
        Assert.Equal("sent", (await server.Live.WantAsync(200, "POST", Path + "/test", new { channel = "email" })).Json["channels"]![0]!["status"]!.GetValue<string>());
        Assert.Equal(LiveServer.Email, Assert.Single(mail.Mails).To);
        var inbox = (await server.Live.WantAsync(200, "GET", "/api/v1/notifications")).Json["items"]!.AsArray();
        Assert.Contains("[Test]", Assert.Single(inbox)!["subject"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
