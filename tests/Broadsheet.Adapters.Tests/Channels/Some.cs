using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;
using NodaTime;

namespace Broadsheet.Adapters.Tests.Channels;

/// <summary>Test data: a valid message, to be changed by <c>with</c>.</summary>
internal static class Some
{
    public static Instant Now { get; } = Instant.FromUtc(2026, 11, 23, 8, 0, 5);

    public static DeliveryId Id { get; } = new(Guid.Parse("0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001"));

    public static Outgoing Message(SettingValues destination, string recipient, SettingValues? connection = null) => new()
    {
        Id = new DeliveryId(Guid.CreateVersion7()),
        Recipient = recipient,
        Destination = destination,
        Connection = connection,
        Subject = "Quality, week 47",
        Text = "Twelve defects were closed.",
        Facts = Facts(),
        Attempt = 1,
        Now = Now,
    };

    public static JsonObject Facts() => new()
    {
        ["run_id"] = "0199aaaa-bbbb-7ccc-8ddd-eeeeffff0002",
        ["report_type"] = "quality_summary",
        ["scheduled_for"] = "2026-11-23T08:00:00Z",
        ["files"] = new JsonArray(new JsonObject { ["file_name"] = "quality.csv", ["url"] = "https://reports.example.com/f/1" }),
    };

    public static SettingValues Values(SettingsSchema schema, string json)
    {
        var read = SettingValues.Parse(schema, (JsonObject)JsonNode.Parse(json)!);
        return read.Value ?? throw new InvalidOperationException(read.Problem!.Summary);
    }

    public static Attachment File(string name, string content, string mediaType = "text/csv") => File(name, Encoding.UTF8.GetBytes(content), mediaType);

    public static Attachment File(string name, byte[] content, string mediaType = "application/octet-stream") =>
        new(name, mediaType, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), _ => Task.FromResult<Stream>(new MemoryStream(content)));
}
