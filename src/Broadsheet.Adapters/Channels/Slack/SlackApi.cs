using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Adapters.Net;
using Broadsheet.Core.Deliveries;
using NodaTime;

namespace Broadsheet.Adapters.Channels.Slack;

/// <summary>The calls to Slack's Web API that a delivery makes, as one app.</summary>
internal sealed class SlackApi(OutboundHttp http, Uri api, string token, Instant now)
{
    /// <summary>Who the token is; sends nothing.</summary>
    public Task<SlackAnswer> TestAsync(CancellationToken ct) => CallAsync("auth.test", Json([]), ct);

    /// <summary>Posts a text; the answer's <c>channel</c> is the channel's ID, <c>ts</c> the message's.</summary>
    public Task<SlackAnswer> PostAsync(string channel, string text, CancellationToken ct) =>
        CallAsync("chat.postMessage", Json(new() { ["channel"] = channel, ["text"] = text, ["unfurl_links"] = false }), ct);

    /// <summary>Uploads a file that nobody sees yet; the answer's <c>file_id</c> names it.</summary>
    public async Task<SlackAnswer> UploadAsync(Attachment file, CancellationToken ct)
    {
        var place = await CallAsync("files.getUploadURLExternal", new FormUrlEncodedContent(
            [new("filename", file.FileName), new("length", file.Length.ToString(CultureInfo.InvariantCulture))]), ct);
        if (place.Trouble is not null) return place;
        if (!Uri.TryCreate(JsonAnswer.Text(place.Json, "upload_url"), UriKind.Absolute, out var url))
            return place with { Trouble = new DeliveryOutcome.Failed("Slack gave no place to upload the file to.") };
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FileContent(file) };
        return HttpOutcome.Of(await http.SendAsync(request, ct), "Slack's upload", now, _ => null, token) switch
        {
            DeliveryOutcome.Sent => place,
            DeliveryOutcome.Uncertain u => place with { Trouble = new DeliveryOutcome.Failed(u.Why) },
            var trouble => place with { Trouble = trouble },
        };
    }

    /// <summary>Shows uploaded files in a channel (by ID) with a comment, or as answers to the message <paramref name="thread"/>.</summary>
    public Task<SlackAnswer> ShareAsync(IEnumerable<(string Id, string Title)> files, string channelId, string? comment, string? thread, CancellationToken ct)
    {
        var body = new JsonObject
        {
            ["files"] = new JsonArray([.. files.Select(f => new JsonObject { ["id"] = f.Id, ["title"] = f.Title })]),
            ["channel_id"] = channelId,
        };
        if (comment is not null) body["initial_comment"] = comment;
        if (thread is not null) body["thread_ts"] = thread;
        return CallAsync("files.completeUploadExternal", Json(body), ct);
    }

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private async Task<SlackAnswer> CallAsync(string method, HttpContent body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api, method)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return SlackAnswer.Of(await http.SendAsync(request, ct), now, token);
    }
}
