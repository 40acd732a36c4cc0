using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Server.Http;

/// <summary>How the API writes and reads JSON: snake_case, UTC instants, enums as words.</summary>
internal static class Wire
{
    public const int MaxDepth = 32;

    public static JsonSerializerOptions Json { get; } = Sealed();

    /// <summary>For documents in the database: the same without indentation or escapes that hinder reading.</summary>
    public static string Text(JsonNode node) => node.ToJsonString(Json);

    public static JsonObject Object(string? json) => json is null ? [] : JsonNode.Parse(json)!.AsObject();

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.MaxDepth = MaxDepth;
        options.AllowDuplicateProperties = false;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new InstantConverter());
        return options;
    }

    /// <summary>Complete before two requests meet at its first use.</summary>
    private static JsonSerializerOptions Sealed()
    {
        var options = Configure(new JsonSerializerOptions());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class InstantConverter : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString() ?? "";
            if (InstantPattern.ExtendedIso.Parse(text) is { Success: true } utc) return utc.Value;
            if (OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true } zoned) return zoned.Value.ToInstant();
            throw new JsonException("An instant is written 2026-11-23T08:00:00Z.");
        }

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }
}
