using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Broadsheet.Core.Deliveries;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels.Email;

/// <summary>E-mail by a provider's API: the same promises.</summary>
public abstract class ProviderContract : ChannelContract
{
    protected abstract string Provider { get; }

    [Fact]
    public async Task The_words_and_the_file_arrive_unchanged()
    {
        await using var under = await MakeAsync();
        var file = Some.File("a.bin", [.. Enumerable.Range(0, 200_001).Select(i => (byte)(i * 7))]);
        foreach (Attachment[] files in new Attachment[][] { [], [file] })
            Assert.IsType<DeliveryOutcome.Sent>(await under.Channel.SendAsync(Message(under) with { Attachments = files }, TestContext.Current.CancellationToken));
        var sent = (await under.ArrivedAsync()).Select(m => JsonNode.Parse(m[m.IndexOf('{', StringComparison.Ordinal)..])!).ToList();
        Assert.All(sent, m => Assert.Equal("Twelve defects were closed.", (m["text"] ?? m["content"]![0]!["value"])!.GetValue<string>()));
        Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(sent[1]["attachments"]![0]!["content"]!.GetValue<string>()))));
    }

    protected override Task<IChannelUnderTest> MakeAsync()
    {
        var web = new FakeWeb { Answer = _ => new WebAnswer(202, """{ "id": "re_1" }""") };
        return Task.FromResult<IChannelUnderTest>(new WebUnderTest(web, (_, url) => Post.Channel(provider: url), r => r.Headers["Idempotency-Key"] + r.Text)
        {
            Destination = """{ "to": ["lead@example.com"] }""",
            Repeated = """{ "to": ["lead@example.com", "LEAD@example.com"] }""",
            Wrong = ("""{ "to": ["x"] }""", "to[0]"),
            Connection = $$"""{ "provider": "{{Provider}}", "api_key": "key-very-secret", "from": "Reports <reports@example.com>" }""",
            Secrets = ["key-very-secret"],
        });
    }
}
