using System.Diagnostics;
using Broadsheet.Adapters.Channels.Webhook;
using Broadsheet.Adapters.Net;
using Broadsheet.Adapters.Tests.Channels.Email;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using NodaTime;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels.Webhook;

public sealed class WebhookChannelTests : IAsyncDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private readonly FakeWeb web = new();
    private readonly OutboundHttp http = new(Post.Guard);
    private readonly WebhookChannel channel;

    public WebhookChannelTests() => channel = new WebhookChannel(http);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_signature_is_the_one_of_the_standard_s_own_example()
    {
        var key = WebhookSecret.Parse(Secret).Value!;
        var signature = await key.SignAsync("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8.ToArray(), null, Ct);
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public async Task The_id_stays_and_the_timestamp_moves_over_attempts()
    {
        var message = Message();
        await channel.SendAsync(message, Ct);
        await channel.SendAsync(message with { Attempt = 2, Now = message.Now + Duration.FromMinutes(5) }, Ct);
        var requests = web.Requests.ToList();
        Assert.Equal([$"msg_{message.Id.Value:N}"], requests.Select(r => r.Headers["webhook-id"]).Distinct());
        Assert.Equal(["1795420805", "1795421105"], requests.Select(r => r.Headers["webhook-timestamp"]));
        Assert.Equal(2, requests.Select(r => r.Headers["webhook-signature"]).Distinct().Count());
        Assert.Equal("quality_summary", requests[0].Json["data"]!["run"]!["report_type"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_file_itself_is_sent_and_signed_when_asked()
    {
        var file = Some.File("sprzedaż.csv", "a,b\r\n1,2\r\n");
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(Message("file") with { Attachments = [file] }, Ct));
        var request = Assert.Single(web.Requests);
        Assert.Equal("a,b\r\n1,2\r\n", request.Text);
        Assert.StartsWith("text/csv", request.Headers["Content-Type"]);
        Assert.Contains("sprzeda%C5%BC.csv", request.Headers["Content-Disposition"]);
        var expected = await WebhookSecret.Parse(Secret).Value!.SignAsync(
            request.Headers["webhook-id"]!, long.Parse(request.Headers["webhook-timestamp"]!, System.Globalization.CultureInfo.InvariantCulture), request.Body, null, Ct);
        Assert.Equal(expected, request.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task Two_files_are_refused_with_a_way_out() => Assert.Contains("choose one format", Assert.IsType<DeliveryOutcome.Rejected>(
        await channel.SendAsync(Message("file") with { Attachments = [Some.File("a", "1"), Some.File("b", "2")] }, Ct)).Why);

    [Theory]
    [InlineData(200, typeof(DeliveryOutcome.Sent))]
    [InlineData(204, typeof(DeliveryOutcome.Sent))]
    [InlineData(301, typeof(DeliveryOutcome.Rejected))]
    [InlineData(400, typeof(DeliveryOutcome.Rejected))]
    [InlineData(401, typeof(DeliveryOutcome.Rejected))]
    [InlineData(404, typeof(DeliveryOutcome.Rejected))]
    [InlineData(408, typeof(DeliveryOutcome.Failed))]
    [InlineData(410, typeof(DeliveryOutcome.Rejected))]
    [InlineData(425, typeof(DeliveryOutcome.Failed))]
    [InlineData(429, typeof(DeliveryOutcome.Failed))]
    [InlineData(500, typeof(DeliveryOutcome.Failed))]
    [InlineData(503, typeof(DeliveryOutcome.Failed))]
    public async Task The_status_decides(int status, Type outcome)
    {
        web.Answer = _ => new WebAnswer(status);
        Assert.IsType(outcome, await channel.SendAsync(Message(), Ct));
        Assert.Single(web.Requests);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Mon, 23 Nov 2026 08:01:05 GMT", 60)]
    [InlineData("999999999", 86_400)]
    [InlineData("Mon, 23 Nov 2020 08:01:05 GMT", 0)]
    public async Task Retry_after_is_honoured(string header, int seconds)
    {
        web.Answer = _ => new WebAnswer(429, "", ("Retry-After", header));
        Assert.Equal(Duration.FromSeconds(seconds), Assert.IsType<DeliveryOutcome.Failed>(await channel.SendAsync(Message(), Ct)).RetryAfter);
    }

    [Fact]
    public async Task A_connection_that_breaks_afterwards_is_uncertain()
    {
        web.Answer = _ => WebAnswer.Break;
        Assert.IsType<DeliveryOutcome.Uncertain>(await channel.SendAsync(Message(), Ct));
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("whsec_short")]
    [InlineData("whsec_????????????????????????????????")]
    public void A_secret_that_is_none_is_refused_at_save(string secret) => Assert.Equal("secret", Assert.IsType<Problem.Invalid>(channel.Recipients(
        Some.Values(channel.Destination, $$"""{ "url": "https://example.com", "secret": "{{secret}}" }""")).Problem).Errors[0].Field);

    [Fact]
    public async Task The_reference_library_verifies_it()
    {
        var folder = Environment.GetEnvironmentVariable("BROADSHEET_NODE_MODULES") ?? "";
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "standardwebhooks")),
            "BROADSHEET_NODE_MODULES does not name a node_modules folder with standardwebhooks (npm install standardwebhooks)");
        await channel.SendAsync(Message() with { Now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) }, Ct);
        var request = Assert.Single(web.Requests);
        var script = "const {Webhook}=require(process.argv[1]+'/standardwebhooks');const h={};for(const n of ['id','timestamp','signature'])h['webhook-'+n]=process.env['H_'+n];" +
            "console.log(new Webhook(process.env.SECRET).verify(process.env.BODY,h).type)";
        var start = new ProcessStartInfo("node", ["-e", script, folder]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in new[] { "id", "timestamp", "signature" }) start.Environment["H_" + name] = request.Headers["webhook-" + name];
        start.Environment["SECRET"] = Secret;
        start.Environment["BODY"] = request.Text;
        using var node = Process.Start(start)!;
        Assert.Equal("report.ready", (await node.StandardOutput.ReadToEndAsync(Ct)).Trim());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await web.DisposeAsync();
    }

    private Outgoing Message(string send = "links") => Some.Message(
        Some.Values(channel.Destination, $$"""{ "url": "{{web.Url}}hook", "secret": "{{Secret}}", "send": "{{send}}" }"""), web.Url.AbsoluteUri);
}
