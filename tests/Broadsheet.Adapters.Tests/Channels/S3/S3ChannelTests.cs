using Broadsheet.Adapters.Channels.S3;
using Broadsheet.Adapters.Net;
using Broadsheet.Adapters.Tests.Channels.Email;
using Broadsheet.Core.Deliveries;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels.S3;

public sealed class S3ChannelTests : IAsyncDisposable
{
    private readonly FakeWeb web = new() { Answer = _ => new WebAnswer(200) };
    private readonly OutboundHttp http = new(Post.Guard);
    private readonly S3Channel channel;

    public S3ChannelTests() => channel = new S3Channel(http);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_bytes_are_put_as_they_are_without_chunks()
    {
        Assert.Equal("quality_summary/quality.csv", Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(Message(Some.File("quality.csv", "a,b\r\n")), Ct)).ProviderId);
        var request = Assert.Single(web.Requests);
        Assert.Equal(("PUT", "/reports/quality_summary/quality.csv", "a,b\r\n"), (request.Method, request.Path, request.Text));
        Assert.Null(request.Headers["Content-Encoding"]);
    }

    [Theory]
    [InlineData(404, "NoSuchBucket", "There is no bucket", typeof(DeliveryOutcome.Rejected))]
    [InlineData(403, "SignatureDoesNotMatch", "Enter access key and secret again", typeof(DeliveryOutcome.Rejected))]
    [InlineData(403, "ExpiredToken", "Enter access key and secret again", typeof(DeliveryOutcome.Rejected))]
    [InlineData(503, "SlowDown", "can't take it now", typeof(DeliveryOutcome.Failed))]
    public async Task A_refusal_says_what_to_do(int status, string code, string says, Type outcome)
    {
        web.Answer = _ => new WebAnswer(status, $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>m</Message></Error>", ("Content-Type", "application/xml"));
        var got = await channel.SendAsync(Message(Some.File("a.csv", "1")), Ct);
        Assert.IsType(outcome, got);
        Assert.Contains(says, got.ToString());
    }

    [Fact]
    public async Task A_private_endpoint_is_refused_with_the_remedy()
    {
        using var closed = new OutboundHttp(new OutboundGuard([]));
        var outcome = await new S3Channel(closed).SendAsync(Message(Some.File("a.csv", "1")), Ct);
        Assert.Contains(OutboundGuard.Setting, Assert.IsType<DeliveryOutcome.Rejected>(outcome).Why);
        Assert.Empty(web.Requests);
    }

    [Fact]
    public async Task Two_files_of_one_key_are_refused()
    {
        var message = Message(Some.File("a.csv", "1"), Some.File("b.csv", "2"));
        var same = message with { Destination = Some.Values(channel.Destination, """{ "key": "latest.csv" }""") };
        Assert.IsType<DeliveryOutcome.Rejected>(await channel.SendAsync(same, Ct));
        Assert.Empty(web.Requests);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await web.DisposeAsync();
    }

    private Outgoing Message(params Attachment[] files) => Some.Message(
        Some.Values(channel.Destination, """{ "key": "{{report_type}}/{{file_name}}" }"""), "key",
        Some.Values(channel.Connection, $$"""{ "endpoint": "{{web.Url}}", "bucket": "reports", "access_key": "AK1", "secret_key": "s3-secret" }""")) with { Attachments = files };
}
