using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Adapters.Net;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Channels.Webhook;

/// <summary>
/// A POST of the run's facts with links, or of the file itself, signed as Standard Webhooks asks: the id is the same over all
/// attempts, the timestamp is the attempt's. Without a secret it goes unsigned.
/// </summary>
public sealed class WebhookChannel(OutboundHttp http) : IDeliveryChannel
{
    public string Type => "webhook";

    public SettingsSchema Destination => WebhookSettings.Destination;

    public SettingsSchema Connection => WebhookSettings.Connection;

    public bool CarriesFiles(SettingValues destination) => destination.Text("send") == "file";

    public Result<IReadOnlyList<string>> Recipients(SettingValues destination)
    {
        var url = WebAddress.Parse(destination.Text("url") ?? "", "url");
        if (!url.IsOk) return url.Problem;
        return destination.Text("secret") is { } secret && WebhookSecret.Parse(secret).Problem is { } wrong
            ? wrong : Result<IReadOnlyList<string>>.Ok([WebAddress.Shown(url.Value)]);
    }

    public Result<Done> Check(SettingValues connection) => WebhookSecret.Parse(connection.Text("secret") ?? "").Select(_ => default(Done));

    public async Task<DeliveryOutcome> SendAsync(Outgoing message, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var url = WebAddress.Parse(message.Destination.Text("url") ?? "", "url");
        if (!url.IsOk) return new DeliveryOutcome.Rejected(url.Problem.Summary);
        var secret = message.Destination.Text("secret") ?? message.Connection?.Text("secret");
        var key = secret is null ? null : WebhookSecret.Parse(secret);
        if (key is { IsOk: false }) return new DeliveryOutcome.Rejected(key.Problem.Summary);
        var wantsFile = message.Destination.Text("send") == "file";
        if (wantsFile && message.Attachments.Count != 1)
            return new DeliveryOutcome.Rejected($"There are {message.Attachments.Count} files to send, and a webhook takes one: choose one format, or send links.");
        try
        {
            using var request = await RequestAsync(url.Value, message, wantsFile ? message.Attachments[0] : null, key?.Value, ct);
            return HttpOutcome.Of(await http.SendAsync(request, ct), url.Value.Host, message.Now, _ => null, [secret, .. WebAddress.Hidden(url.Value)]);
        }
        catch (AttachmentException e)
        {
            return new DeliveryOutcome.Failed(e.Message);
        }
    }

    public Task<Result<Done>> TestAsync(SettingValues connection, CancellationToken ct) => Task.FromResult(Check(connection));

    private static async Task<HttpRequestMessage> RequestAsync(Uri url, Outgoing message, Attachment? file, WebhookSecret? key, CancellationToken ct)
    {
        var body = file is null ? JsonSerializer.SerializeToUtf8Bytes(Payload(message)) : [];
        var id = $"msg_{message.Id.Value:N}";
        var timestamp = message.Now.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = file is null ? new ByteArrayContent(body) : new FileContent(file) };
        if (file is null) request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        else request.Content.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileNameStar = file.FileName };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        if (key is not null) request.Headers.Add("webhook-signature", await key.SignAsync(id, timestamp, body, file, ct));
        return request;
    }

    private static JsonObject Payload(Outgoing message) => new()
    {
        ["type"] = "report.ready",
        ["data"] = new JsonObject
        {
            ["subject"] = message.Subject,
            ["text"] = message.Text,
            ["link"] = message.Link?.AbsoluteUri,
            ["run"] = message.Facts.DeepClone(),
        },
    };
}
