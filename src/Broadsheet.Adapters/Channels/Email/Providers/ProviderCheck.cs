using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Broadsheet.Adapters.Net;
using Broadsheet.Core;

namespace Broadsheet.Adapters.Channels.Email.Providers;

/// <summary>
/// Asks a provider whether it would take mail, without sending any. Resend lists the account's domains with what it has verified of them; SendGrid reads
/// a message in its sandbox. A key of Resend's that may only send cannot list domains: its refusal says that the key is good.
/// </summary>
internal sealed class ProviderCheck(OutboundHttp http, Uri resend, Uri sendGrid)
{
    private const int MostPages = 20;

    /// <summary>Resend's own, for trying it out.</summary>
    private const string TrialDomain = "resend.dev";

    public Task<Result<Done>> RunAsync(MailProvider provider, CancellationToken ct) => provider.Name == "resend" ? ResendAsync(provider, ct) : SendGridAsync(provider, ct);

    private async Task<Result<Done>> ResendAsync(MailProvider provider, CancellationToken ct)
    {
        var (wanted, others, after) = (provider.From.Address.Domain, new List<string>(), "");
        for (var page = 0; page < MostPages; page++)
        {
            using var request = Request(HttpMethod.Get, new Uri(resend, "domains?limit=50" + after), provider);
            var answer = await http.SendAsync(request, ct);
            if (IsSendingKey(answer)) return default(Done);
            if (Refused(answer, provider) is { } refused) return refused;
            var json = JsonAnswer.Of((OutboundAnswer.Answered)answer);
            var domains = (json["data"] as JsonArray ?? []).OfType<JsonObject>().ToList();
            if (wanted == TrialDomain) return default(Done);
            if (domains.Find(d => string.Equals(JsonAnswer.Text(d, "name"), wanted, StringComparison.OrdinalIgnoreCase)) is { } domain) return Verified(domain, wanted);
            others.AddRange(domains.Select(d => JsonAnswer.Text(d, "name")).OfType<string>());
            if (json["has_more"]?.GetValueKind() != System.Text.Json.JsonValueKind.True || domains.Count == 0 || JsonAnswer.Text(domains[^1], "id") is not { } last) break;
            after = "&after=" + Uri.EscapeDataString(last);
        }

        var known = others.Count == 0 ? "It knows none yet." : $"It knows {SafeText.Clean(string.Join(", ", others.Take(5)), [provider.ApiKey])}{(others.Count > 5 ? " and more" : "")}.";
        return new Problem.Unavailable("unknown-domain", $"The key is good, but Resend does not know the domain {wanted} of “from” in this account, and would refuse every mail. {known} Add the domain at Resend, or send from one of those.");
    }

    private static Result<Done> Verified(JsonObject domain, string name)
    {
        var sends = (domain["capabilities"] as JsonObject) is not { } can || JsonAnswer.Text(can, "sending") != "disabled";
        if (!sends) return new Problem.Unavailable("unverified-domain", $"The key is good, but sending is switched off for {name} at Resend. Switch it on there.");
        return JsonAnswer.Text(domain, "status") switch
        {
            "verified" or "partially_verified" => default(Done),
            var status => new Problem.Unavailable("unverified-domain",
                $"The key is good, but Resend has not verified {name}, the domain of “from” (it says: {SafeText.Clean(status ?? "nothing", [])}), and would refuse every mail. Enter its DNS records and verify it at Resend."),
        };
    }

    /// <summary>POST /v3/mail/send in its sandbox: key, permission and message are checked, nothing is delivered.</summary>
    private async Task<Result<Done>> SendGridAsync(MailProvider provider, CancellationToken ct)
    {
        var from = new JsonObject { ["email"] = provider.From.Address.ToString() };
        var message = new JsonObject
        {
            ["personalizations"] = new JsonArray(new JsonObject { ["to"] = new JsonArray(from.DeepClone()) }),
            ["from"] = from,
            ["subject"] = "A test that is not sent",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text/plain", ["value"] = "Broadsheet asks whether this would be taken." }),
            ["mail_settings"] = new JsonObject { ["sandbox_mode"] = new JsonObject { ["enable"] = true } },
        };
        using var request = Request(HttpMethod.Post, new Uri(sendGrid, "v3/mail/send"), provider);
        request.Content = new StringContent(message.ToJsonString(), null, "application/json");
        return Refused(await http.SendAsync(request, ct), provider) is { } refused ? refused : default(Done);
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri url, MailProvider provider)
    {
        var request = new HttpRequestMessage(method, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", provider.ApiKey);
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }

    private static bool IsSendingKey(OutboundAnswer answer) =>
        answer is OutboundAnswer.Answered { Status: 401 or 403 } refusal && JsonAnswer.Text(JsonAnswer.Of(refusal), "name") == "restricted_api_key";

    private static Problem? Refused(OutboundAnswer answer, MailProvider provider) => answer switch
    {
        OutboundAnswer.Answered { Status: >= 200 and < 300 } => null,
        OutboundAnswer.Answered { Status: 401 or 403 } a => new Problem.Unavailable("refused", $"{provider} refused: check that the API key is right and may send, and that “from” is a sender it knows. {Said(a, provider)}"),
        OutboundAnswer.Answered { Status: 429 } => new Problem.Unavailable("failed", $"{provider} is asked too often at the moment. Try again in a minute."),
        OutboundAnswer.Answered a => new Problem.Unavailable("failed", $"{provider} answered {a.Status}. {Said(a, provider)}"),
        OutboundAnswer.Refused r => r.Problem,
        _ => new Problem.Unavailable("unreachable", $"{provider} was not reached. Check this server's network."),
    };

    private static string Said(OutboundAnswer.Answered answer, MailProvider provider) => SafeText.Clean(answer.Text, [provider.ApiKey]) is { Length: > 0 } words ? $"It said: {words}" : "";
}
