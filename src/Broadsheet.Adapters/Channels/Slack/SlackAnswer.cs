using System.Text.Json.Nodes;
using Broadsheet.Adapters.Net;
using Broadsheet.Core.Deliveries;
using NodaTime;

namespace Broadsheet.Adapters.Channels.Slack;

/// <summary>
/// What one call to Slack's Web API gave: <see cref="Json"/> where it said <c>ok</c>, otherwise <see cref="Trouble"/>.
/// Slack says no with HTTP 200 and <c>ok:false</c>.
/// </summary>
internal sealed record SlackAnswer(JsonObject Json, DeliveryOutcome? Trouble)
{
    private static readonly string[] Passing = ["ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"];

    public static SlackAnswer Of(OutboundAnswer answer, Instant now, params IEnumerable<string?> secrets)
    {
        if (answer is not OutboundAnswer.Answered { Status: >= 200 and < 300 } answered) return new([], HttpOutcome.Of(answer, "Slack", now, _ => null, secrets));
        var json = JsonAnswer.Of(answered);
        if (json["ok"] is JsonValue ok && ok.TryGetValue<bool>(out var good) && good) return new(json, null);
        var error = SafeText.Clean(JsonAnswer.Text(json, "error") ?? "no reason given", secrets);
        return new(json, Passing.Contains(error)
            ? new DeliveryOutcome.Failed($"Slack can't take it now ({error}).", HttpOutcome.Wait(answered.Headers.RetryAfter, now))
            : new DeliveryOutcome.Rejected($"Slack refused ({error}). {Remedy(error)}"));
    }

    private static string Remedy(string error) => error switch
    {
        "invalid_auth" or "not_authed" or "account_inactive" or "token_revoked" or "token_expired" => "Enter the app's token again in the connection.",
        "channel_not_found" => "Check the channel; a private one must be given by its ID, and the app must be in it.",
        "not_in_channel" => "Invite the app to the channel first.",
        "is_archived" => "The channel is archived: choose another.",
        "missing_scope" => "Give the app the scopes chat:write and files:write, install it again and enter the new token.",
        _ => "Check the channel and the app's rights.",
    };
}
