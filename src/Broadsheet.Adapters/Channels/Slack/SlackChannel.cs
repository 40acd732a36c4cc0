using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Adapters.Net;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;
using NodaTime;

namespace Broadsheet.Adapters.Channels.Slack;

/// <summary>Slack: by an incoming webhook (text and link), or by an app's token (text and the files themselves).</summary>
public sealed class SlackChannel : IDeliveryChannel
{
    private readonly OutboundHttp http;
    private readonly Uri api;

    public SlackChannel(OutboundHttp http) : this(http, new Uri("https://slack.com/api/")) { }

    internal SlackChannel(OutboundHttp http, Uri api) => (this.http, this.api) = (http, api);

    public string Type => "slack";

    public SettingsSchema Destination => SlackSettings.Destination;

    public SettingsSchema Connection => SlackSettings.Connection;

    public bool CarriesFiles(SettingValues destination) => !destination.Has("webhook_url");

    public bool NeedsConnection(SettingValues destination) => !destination.Has("webhook_url");

    public Result<IReadOnlyList<string>> Recipients(SettingValues destination)
    {
        var channel = destination.Text("channel");
        if (destination.Text("webhook_url") is not { } text)
        {
            return channel is { Length: > 0 }
                ? Result<IReadOnlyList<string>>.Ok([channel])
                : new Problem.Invalid("channel", "required", "Give a channel, or an incoming webhook's URL.", "C0123456789");
        }

        if (channel is not null) return new Problem.Invalid("channel", "conflict", "An incoming webhook has its own channel: give one or the other.");
        var url = WebAddress.Parse(text, "webhook_url");
        return url.IsOk ? Result<IReadOnlyList<string>>.Ok([Shown(url.Value)]) : url.Problem;
    }

    public Result<Done> Check(SettingValues connection) => IsToken(connection.Text("token") ?? "")
        ? default(Done) : new Problem.Invalid("token", "bad-token", "A Slack app's token begins with xoxb- and has no blanks.");

    public async Task<DeliveryOutcome> SendAsync(Outgoing message, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (message.Destination.Text("webhook_url") is { } hook) return await HookAsync(hook, message, ct);
        if (message.Destination.Text("channel") is not { } channel) return new DeliveryOutcome.Rejected("The destination has no channel.");
        if (message.Connection is not { } connection) return new DeliveryOutcome.Rejected("No Slack connection is chosen: add one to the workspace and choose it.");
        if (Check(connection).Problem is { } wrong) return new DeliveryOutcome.Rejected(wrong.Summary);
        var slack = new SlackApi(http, api, connection.Text("token")!, message.Now);
        return message.Attachments.Count == 0 ? Outcome(await slack.PostAsync(channel, SlackText.Of(message), ct)) : await FilesAsync(slack, channel, message, ct);
    }

    public async Task<Result<Done>> TestAsync(SettingValues connection, CancellationToken ct)
    {
        var check = Check(connection);
        if (!check.IsOk) return check;
        return (await new SlackApi(http, api, connection.Text("token")!, NodaConstants.UnixEpoch).TestAsync(ct)).Trouble switch
        {
            null => default(Done),
            DeliveryOutcome.Rejected r => new Problem.Unavailable("refused", r.Why),
            DeliveryOutcome.Failed f => new Problem.Unavailable("failed", f.Why),
            _ => new Problem.Unavailable("failed", "Slack's answer was lost. Try again."),
        };
    }

    /// <summary>
    /// Uploads all files unseen, then shows them: with the text as their comment where the channel is given by ID, in one
    /// step; otherwise below the text, whose answer tells the ID.
    /// </summary>
    private static async Task<DeliveryOutcome> FilesAsync(SlackApi slack, string channel, Outgoing message, CancellationToken ct)
    {
        var files = new List<(string Id, string Title)>();
        foreach (var attachment in message.Attachments)
        {
            var uploaded = await slack.UploadAsync(attachment, ct);
            if (uploaded.Trouble is { } trouble) return trouble;
            files.Add((JsonAnswer.Text(uploaded.Json, "file_id") ?? "", attachment.FileName));
        }

        var text = SlackText.Of(message);
        if (IsId(channel)) return Outcome(await slack.ShareAsync(files, channel, text, null, ct));
        var posted = await slack.PostAsync(channel, text, ct);
        if (posted.Trouble is { } refused) return refused;
        return Outcome(await slack.ShareAsync(files, JsonAnswer.Text(posted.Json, "channel") ?? channel, null, JsonAnswer.Text(posted.Json, "ts"), ct));
    }

    private static DeliveryOutcome Outcome(SlackAnswer answer) => answer.Trouble ?? new DeliveryOutcome.Sent(JsonAnswer.Text(answer.Json, "ts"));

    private static bool IsId(string channel) => channel.Length >= 9 && channel[0] is 'C' or 'G' or 'D' && channel.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    private static bool IsToken(string token) => token.StartsWith("xox", StringComparison.Ordinal) && token.All(c => c is > ' ' and <= '~');

    /// <summary>The workspace and app of a webhook, without the part that is its password.</summary>
    private static string Shown(Uri url) => url.Host + string.Concat(url.Segments.Take(url.Segments.Length - 1)) + "…";

    private async Task<DeliveryOutcome> HookAsync(string hook, Outgoing message, CancellationToken ct)
    {
        var url = WebAddress.Parse(hook, "webhook_url");
        if (!url.IsOk) return new DeliveryOutcome.Rejected(url.Problem.Summary);
        using var request = new HttpRequestMessage(HttpMethod.Post, url.Value)
        {
            Content = new StringContent(new JsonObject { ["text"] = SlackText.Of(message) }.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        return HttpOutcome.Of(await http.SendAsync(request, ct), "Slack", message.Now, _ => null, hook, url.Value.Segments[^1]);
    }
}
