using Broadsheet.Adapters.Channels.Slack;
using Broadsheet.Adapters.Net;
using Broadsheet.Adapters.Tests.Channels.Email;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;
using NodaTime;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels.Slack;

public sealed class SlackChannelTests : IAsyncDisposable
{
    private readonly FakeWeb web = new();
    private readonly OutboundHttp http = new(Post.Guard);
    private readonly SlackChannel channel;

    public SlackChannelTests()
    {
        channel = new SlackChannel(http, web.Url);
        web.Answer = SlackFake.Well(web);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SettingValues Connection => Some.Values(channel.Connection, """{ "token": "xoxb-1" }""");

    [Fact]
    public async Task A_message_without_files_is_posted_with_its_link_and_without_markup()
    {
        var message = Message("#reports") with { Subject = "<!channel> & *x*", Link = new Uri("https://reports.example.com/r/1") };
        Assert.Equal("1700000000.000100", Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(message, Ct)).ProviderId);
        var request = Assert.Single(web.Requests);
        Assert.Equal("Bearer xoxb-1", request.Headers["Authorization"]);
        Assert.Equal("*&lt;!channel&gt; &amp; *x**\nTwelve defects were closed.\n<https://reports.example.com/r/1|Open the report>", request.Json["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task Files_are_uploaded_unseen_and_shown_in_one_step()
    {
        var message = Message("C0123456789") with { Attachments = [Some.File("a.csv", "1,2")] };
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(message, Ct));
        var requests = web.Requests.ToList();
        Assert.Equal(["/files.getUploadURLExternal", "/upload/1", "/files.completeUploadExternal"], requests.Select(r => r.Path));
        Assert.Equal("filename=a.csv&length=3", requests[0].Text);
        Assert.Equal("1,2", requests[1].Text);
        Assert.Null(requests[1].Headers["Authorization"]);
        Assert.Equal(("C0123456789", "F1"), (requests[2].Json["channel_id"]!.GetValue<string>(), requests[2].Json["files"]![0]!["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Files_for_a_channel_by_name_are_below_the_text()
    {
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(Message("#reports") with { Attachments = [Some.File("a.csv", "1,2")] }, Ct));
        var last = web.Requests.Last().Json;
        Assert.Equal(("C777777777", "1700000000.000100"), (last["channel_id"]!.GetValue<string>(), last["thread_ts"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("invalid_auth", "Enter the app's token again")]
    [InlineData("token_expired", "Enter the app's token again")]
    [InlineData("channel_not_found", "Check the channel")]
    [InlineData("not_in_channel", "Invite the app")]
    [InlineData("missing_scope", "chat:write")]
    [InlineData("something_new", "Check the channel")]
    public async Task Ok_false_is_a_refusal_that_says_what_to_do(string error, string remedy)
    {
        web.Answer = _ => new WebAnswer(200, $$"""{ "ok": false, "error": "{{error}}" }""");
        Assert.Contains(remedy, Assert.IsType<DeliveryOutcome.Rejected>(await channel.SendAsync(Message("C0123456789"), Ct)).Why);
    }

    [Fact]
    public async Task Too_fast_waits_as_long_as_slack_says()
    {
        web.Answer = _ => new WebAnswer(429, """{ "ok": false, "error": "ratelimited" }""", ("Retry-After", "30"));
        Assert.Equal(Duration.FromSeconds(30), Assert.IsType<DeliveryOutcome.Failed>(await channel.SendAsync(Message("C0123456789"), Ct)).RetryAfter);
        web.Answer = _ => new WebAnswer(200, """{ "ok": false, "error": "ratelimited" }""", ("Retry-After", "5"));
        Assert.Equal(Duration.FromSeconds(5), Assert.IsType<DeliveryOutcome.Failed>(await channel.SendAsync(Message("C0123456789"), Ct)).RetryAfter);
    }

    [Fact]
    public async Task An_upload_that_fails_shows_nothing()
    {
        web.Answer = r => r.Path == "/upload/1" ? new WebAnswer(500) : SlackFake.Well(web)(r);
        Assert.IsType<DeliveryOutcome.Failed>(await channel.SendAsync(Message("C0123456789") with { Attachments = [Some.File("a.csv", "1,2")] }, Ct));
        Assert.DoesNotContain(web.Requests, r => r.Path == "/files.completeUploadExternal");
    }

    [Fact]
    public async Task The_token_can_be_tested()
    {
        Assert.True((await channel.TestAsync(Connection, Ct)).IsOk);
        web.Answer = _ => new WebAnswer(200, """{ "ok": false, "error": "invalid_auth" }""");
        Assert.Contains("token again", (await channel.TestAsync(Connection, Ct)).Problem!.Summary);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await web.DisposeAsync();
    }

    private Outgoing Message(string to) => Some.Message(Some.Values(channel.Destination, $$"""{ "channel": "{{to}}" }"""), to, Connection);
}
