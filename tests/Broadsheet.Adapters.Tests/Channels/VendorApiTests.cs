using Broadsheet.Adapters.Channels.Sms;
using Broadsheet.Adapters.Net;
using Broadsheet.Adapters.Tests.Channels.Email;
using Broadsheet.Adapters.Tests.Channels.Sms;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels;

/// <summary>What we send to vendors is what their own descriptions allow.</summary>
public sealed class VendorApiTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("resend", "resend.json")]
    [InlineData("sendgrid", "sendgrid-mail-v3.json")]
    public async Task Mail_is_what_the_provider_describes(string provider, string file)
    {
        await using var vendor = await VendorApi.StartAsync(file, Ct);
        await using var channel = Post.Channel(provider: vendor.Url);
        var connection = $$"""{ "provider": "{{provider}}", "api_key": "re_key", "from": "Zespół <reports@example.com>", "reply_to": "office@example.com" }""";
        foreach (var message in Mails(channel, connection))
        {
            var outcome = await channel.SendAsync(message, Ct);
            Assert.True(outcome is DeliveryOutcome.Sent, outcome.ToString());
        }
    }

    [Fact]
    public async Task A_text_message_is_what_twilio_describes()
    {
        await using var vendor = await VendorApi.StartAsync("twilio-api-v2010.json", Ct);
        using var http = new OutboundHttp(Post.Guard);
        var channel = new SmsChannel(http, vendor.Url);
        foreach (var from in new[] { "+15557654321", "MG0123456789abcdef0123456789abcdef" })
        {
            var connection = Some.Values(channel.Connection, SmsContractTests.Connection.Replace("+15557654321", from, StringComparison.Ordinal));
            var destination = Some.Values(channel.Destination, """{ "to": ["+15551234567"] }""");
            var outcome = await channel.SendAsync(Some.Message(destination, "+15551234567", connection) with { Link = new Uri("https://reports.example.com/r/1") }, Ct);
            Assert.True(outcome is DeliveryOutcome.Sent, outcome.ToString());
        }

        Assert.Null((await channel.TestAsync(Some.Values(channel.Connection, SmsContractTests.Connection), Ct)).Problem);
    }

    [Fact]
    public async Task The_check_itself_refuses_what_is_not_described()
    {
        await using var vendor = await VendorApi.StartAsync("resend.json", Ct);
        using var http = new OutboundHttp(Post.Guard);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(vendor.Url, "emails")) { Content = new StringContent("{}", null, "application/json") };
        request.Headers.Authorization = new("Bearer", "re_key");
        Assert.Equal(422, Assert.IsType<OutboundAnswer.Answered>(await http.SendAsync(request, Ct)).Status);
    }

    private static IEnumerable<Outgoing> Mails(IDeliveryChannel channel, string connection)
    {
        var plain = Some.Message(
            Some.Values(channel.Destination, """{ "to": ["lead@example.com"] }"""), "lead@example.com", Some.Values(channel.Connection, connection));
        yield return plain;
        yield return plain with { Subject = "", Text = "" };
        yield return plain with
        {
            Html = "<h1>Żółw</h1>",
            Unsubscribe = new Uri("https://reports.example.com/u/1"),
            Attachments = [Some.File("sprzedaż.csv", "a,b\r\n"), Some.File("b.xlsx", new byte[10_000])],
        };
    }
}
