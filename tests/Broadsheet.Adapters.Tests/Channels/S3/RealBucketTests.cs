using System.Security.Cryptography;
using Broadsheet.Adapters.Channels.S3;
using Broadsheet.Adapters.Net;
using Broadsheet.Adapters.Tests.Channels.Email;
using Broadsheet.Core.Deliveries;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels.S3;

/// <summary>The S3 channel against a server that is not ours.</summary>
public sealed class RealBucketTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_arrive_whole_and_wrong_keys_or_buckets_are_told()
    {
        await using var server = await RealBucket.StartAsync(Ct);
        using var http = new OutboundHttp(Post.Guard);
        var channel = new S3Channel(http);
        var file = Some.File("żółw (1).bin", [.. Enumerable.Range(0, 3_000_001).Select(i => (byte)(i * 31))]);
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(Message(channel, server.Url, "reports", "S3RVER", file), Ct));
        var stored = Assert.Single(server.Objects());
        Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(stored, Ct))));
        Assert.Contains("Enter access key", Assert.IsType<DeliveryOutcome.Rejected>(await channel.SendAsync(Message(channel, server.Url, "reports", "wrong", file), Ct)).Why);
        Assert.Contains("no bucket", Assert.IsType<DeliveryOutcome.Rejected>(await channel.SendAsync(Message(channel, server.Url, "gone", "S3RVER", file), Ct)).Why);
        Assert.Null((await channel.TestAsync(Message(channel, server.Url, "reports", "S3RVER", file).Connection!, Ct)).Problem);
    }

    private static Outgoing Message(S3Channel channel, Uri url, string bucket, string key, Attachment file) => Some.Message(
        Some.Values(channel.Destination, "{}"), "key",
        Some.Values(channel.Connection, $$"""{ "endpoint": "{{url}}", "bucket": "{{bucket}}", "access_key": "{{key}}", "secret_key": "S3RVER" }""")) with { Attachments = [file] };
}
