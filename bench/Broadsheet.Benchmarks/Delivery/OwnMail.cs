using System.Net;
using System.Text.Json.Nodes;
using Broadsheet.Adapters.Channels.Email;
using Broadsheet.Adapters.Net;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;
using NodaTime;

namespace Broadsheet.Benchmarks.Delivery;

/// <summary>Our e-mail channel as the server calls it: a connection's settings, one message a recipient, files checked by hash.</summary>
internal static class OwnMail
{
    public static async Task SendAsync(SinkServer sink, bool tls, int connections, int mails, Attachment attachment)
    {
        var guard = new OutboundGuard([IPNetwork.Parse("127.0.0.0/8")]);
        using var http = new OutboundHttp(guard);
        await using var channel = new EmailChannel(guard, http, null, Path.GetTempPath(), TimeProvider.System);
        var connection = SettingValues.Parse(channel.Connection, new JsonObject
        {
            ["host"] = "127.0.0.1", ["port"] = sink.Port, ["security"] = tls ? "starttls" : "none", ["from"] = "reports@example.com",
            ["certificate_sha256"] = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(sink.Certificate.RawData)),
        }).Value!;
        var destination = SettingValues.Parse(channel.Destination, new JsonObject { ["to"] = "lead@example.com" }).Value!;
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) <= mails)
            {
                var outcome = await channel.SendAsync(Message(destination, connection, attachment), CancellationToken.None);
                if (outcome is not DeliveryOutcome.Sent) throw new InvalidOperationException(outcome.ToString());
            }
        }));
    }

    private static Outgoing Message(SettingValues destination, SettingValues connection, Attachment attachment) => new()
    {
        Id = new DeliveryId(Guid.CreateVersion7()), Recipient = "lead@example.com", Destination = destination, Connection = connection,
        Subject = "Quality, week 47", Text = "Twelve defects were closed.", Attachments = [attachment], Facts = [], Attempt = 1,
        Now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
    };
}
