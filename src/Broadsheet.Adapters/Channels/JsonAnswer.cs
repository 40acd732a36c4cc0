using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Adapters.Net;

namespace Broadsheet.Adapters.Channels;

/// <summary>Reads an answer as a JSON object, never throwing for what the other side wrote.</summary>
internal static class JsonAnswer
{
    /// <summary>The object; empty where the body is none.</summary>
    public static JsonObject Of(OutboundAnswer.Answered answer)
    {
        try
        {
            return JsonNode.Parse(answer.Body) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>The text of a member; null where it is absent or something else.</summary>
    public static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
