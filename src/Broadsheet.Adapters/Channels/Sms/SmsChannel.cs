using System.Net.Http.Headers;
using System.Text;
using Broadsheet.Adapters.Net;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Channels.Sms;

/// <summary>A short text with a link, by Twilio.</summary>
public sealed class SmsChannel : IDeliveryChannel
{
    private const int LongestSubject = 120;
    private readonly OutboundHttp http;
    private readonly Uri api;

    public SmsChannel(OutboundHttp http) : this(http, new Uri("https://api.twilio.com/")) { }

    internal SmsChannel(OutboundHttp http, Uri api) => (this.http, this.api) = (http, api);

    public string Type => "sms";

    public SettingsSchema Destination => SmsSettings.Destination;

    public SettingsSchema Connection => SmsSettings.Connection;

    public bool CarriesFiles(SettingValues destination) => false;

    public bool NeedsConnection(SettingValues destination) => true;

    public Result<IReadOnlyList<string>> Recipients(SettingValues destination)
    {
        var read = destination.TextList("to").Select(PhoneNumber.Parse).ToList();
        var errors = read.SelectMany((r, i) => (r.Problem as Problem.Invalid)?.Errors.Select(e => e.Under($"to[{i}]")) ?? []).ToList();
        return errors.Count > 0 ? new Problem.Invalid(errors) : Result<IReadOnlyList<string>>.Ok([.. read.Select(r => r.Value!).Distinct()]);
    }

    public Result<Done> Check(SettingValues connection)
    {
        var errors = new List<FieldError>();
        var sid = connection.Text("account_sid") ?? "";
        if (!IsSid(sid, "AC")) errors.Add(new("account_sid", "bad-sid", "An Account SID is AC and 32 hexadecimal digits."));
        var from = connection.Text("from") ?? "";
        if (!IsSid(from, "MG") && !PhoneNumber.Parse(from).IsOk)
            errors.Add(new("from", "bad-sender", "The sender is a number such as +15557654321, or a Messaging Service SID (MG and 32 digits)."));
        return errors.Count > 0 ? new Problem.Invalid(errors) : default(Done);
    }

    public async Task<DeliveryOutcome> SendAsync(Outgoing message, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (message.Connection is not { } connection) return new DeliveryOutcome.Rejected("No Twilio connection is chosen: add one to the workspace and choose it.");
        if (Check(connection).Problem is { } wrong) return new DeliveryOutcome.Rejected(wrong.Summary);
        var from = connection.Text("from")!;
        using var request = Request(connection, HttpMethod.Post, "/Messages.json");
        request.Content = new FormUrlEncodedContent(
        [
            new("To", message.Recipient),
            new(from.StartsWith('+') ? "From" : "MessagingServiceSid", from),
            new("Body", Body(message)),
        ]);
        return HttpOutcome.Of(await http.SendAsync(request, ct), "Twilio", message.Now, a => JsonAnswer.Text(JsonAnswer.Of(a), "sid"),
            connection.Text("auth_token"), $"{connection.Text("account_sid")}:{connection.Text("auth_token")}");
    }

    public async Task<Result<Done>> TestAsync(SettingValues connection, CancellationToken ct)
    {
        var check = Check(connection);
        if (!check.IsOk) return check;
        using var request = Request(connection, HttpMethod.Get, ".json");
        return await http.SendAsync(request, ct) switch
        {
            OutboundAnswer.Answered { Status: 200 } => default(Done),
            OutboundAnswer.Answered { Status: 401 or 403 or 404 } => new Problem.Unavailable("refused", "Twilio refused the Account SID or Auth Token. Enter both again."),
            OutboundAnswer.Answered a => new Problem.Unavailable("failed", $"Twilio answered {a.Status}."),
            OutboundAnswer.Refused r => r.Problem,
            _ => new Problem.Unavailable("unreachable", "Twilio was not reached. Check this server's network."),
        };
    }

    private static bool IsSid(string text, string prefix) =>
        text.Length == 34 && text.StartsWith(prefix, StringComparison.Ordinal) && text.Skip(2).All(char.IsAsciiHexDigit);

    private static string Body(Outgoing message)
    {
        var said = message.Destination.Has("text") ? message.Facts["note"]?.GetValue<string>() ?? message.Subject : message.Subject;
        var subject = string.Concat(said.Select(c => char.IsControl(c) ? ' ' : c));
        if (subject.Length > LongestSubject) subject = string.Concat(subject.EnumerateRunes().Take(LongestSubject - 1).Select(r => r.ToString())) + "…";
        return message.Link is null ? subject : $"{subject} {message.Link.AbsoluteUri}";
    }

    private HttpRequestMessage Request(SettingValues connection, HttpMethod method, string path)
    {
        var account = connection.Text("account_sid")!;
        var request = new HttpRequestMessage(method, new Uri(api, $"2010-04-01/Accounts/{account}{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account}:{connection.Text("auth_token")}")));
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }
}
