using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Core;

namespace Broadsheet.Server.Exports;

/// <summary>The one place where the dialect's delivery fields and destinations turn into each other.</summary>
internal sealed record ExportMethod
{
    private const string AnyHook = "https://hooks.slack.com/services/";

    private static readonly string[] Methods = ["email", "slack", "sms", "webhook", "inbox"];

    public string? Email { get; private init; }

    /// <summary>A Slack webhook is stored; its URL is a secret and not shown.</summary>
    public bool SlackWebhookSet { get; private init; }
    public string? SlackChannel { get; private init; }
    public string? Phone { get; private init; }
    public string? WebhookUrl { get; private init; }

    public static ExportMethod Of(JsonObject destination) => destination["type"]?.GetValue<string>() switch
    {
        "email" => new() { Email = First(destination["to"]) },
        "slack" => new() { SlackWebhookSet = destination["webhook_url"] is not null, SlackChannel = Text(destination["channel"]) },
        "sms" => new() { Phone = First(destination["to"]) },
        "webhook" => new() { WebhookUrl = Text(destination["url"]) },
        _ => new(),
    };

    /// <summary>True when nothing about the destination is lost in this dialect. A Slack webhook is said, though not shown.</summary>
    public bool SaysAll(JsonObject destination, Func<JsonObject, JsonObject?> canonical)
    {
        var whole = destination.DeepClone().AsObject();
        if (SlackWebhookSet) whole["webhook_url"] = AnyHook;
        var (again, _) = Destination(new ExportBody
        {
            DeliveryMethod = whole["type"]?.GetValue<string>(), Email = Email, SlackWebhook = SlackWebhookSet ? AnyHook : null, SlackChannel = SlackChannel, Phone = Phone, WebhookUrl = WebhookUrl,
        });
        return again is not null && JsonNode.DeepEquals(canonical(again), whole);
    }

    /// <summary>The destination that the fields say, or what is wrong with them, each error at its field.</summary>
    public static (JsonObject? Destination, FieldError? Error) Destination(ExportBody body)
    {
        var method = body.DeliveryMethod;
        if (method is null) return (null, new("delivery_method", "required", $"“delivery_method” is needed: {string.Join(", ", Methods)}.", null, "email"));
        if (!Methods.Contains(method))
            return (null, new("delivery_method", "unknown-channel", $"There is no delivery method “{method}”. There are: {string.Join(", ", Methods)}.", null, Nearest.To(method, Methods)));
        if (Foreign(body, method) is { } foreign) return (null, foreign);
        return method switch
        {
            "email" => Needed("email", body.Email, e => new JsonObject { ["type"] = "email", ["to"] = new JsonArray(e) }),
            "slack" when body.SlackWebhook is null => Needed("slack_channel", body.SlackChannel, c => new JsonObject { ["type"] = "slack", ["channel"] = c }),
            "slack" => (new JsonObject { ["type"] = "slack", ["webhook_url"] = body.SlackWebhook }, null),
            "sms" => Needed("phone", body.Phone, p => new JsonObject { ["type"] = "sms", ["to"] = new JsonArray(p) }),
            "webhook" => Needed("webhook_url", body.WebhookUrl, u => new JsonObject { ["type"] = "webhook", ["url"] = u }),
            _ => (new JsonObject { ["type"] = "inbox" }, null),
        };
    }

    /// <summary>The field of this dialect that an error inside the destination is about.</summary>
    public static string FieldOf(string? method, string inner) => method switch
    {
        _ when inner == "connection" => "delivery_method",
        "email" when inner.StartsWith("to", StringComparison.Ordinal) => "email",
        "slack" => inner.StartsWith("webhook", StringComparison.Ordinal) ? "slack_webhook" : "slack_channel",
        "sms" => "phone",
        "webhook" => "webhook_url",
        _ => "delivery_method",
    };

    private static FieldError? Foreign(ExportBody body, string method)
    {
        (string Field, string? Value, string Method)[] fields =
        [
            ("email", body.Email, "email"), ("slack_webhook", body.SlackWebhook, "slack"), ("slack_channel", body.SlackChannel, "slack"),
            ("phone", body.Phone, "sms"), ("webhook_url", body.WebhookUrl, "webhook"),
        ];
        var foreign = fields.FirstOrDefault(f => f.Value is not null && f.Method != method);
        return foreign.Field is null ? null : new(foreign.Field, "contradiction", $"“{foreign.Field}” belongs to delivery_method “{foreign.Method}”; this one is “{method}”.");
    }

    private static (JsonObject?, FieldError?) Needed(string field, string? value, Func<string, JsonObject> make) =>
        value is { Length: > 0 } ? (make(value), null) : (null, new(field, "required", $"“{field}” is needed for this delivery_method."));

    private static string? First(JsonNode? list) => list is JsonArray { Count: > 0 } items ? Text(items[0]) : Text(list);

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
