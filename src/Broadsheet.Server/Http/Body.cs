using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Core;
using Microsoft.AspNetCore.Http.Metadata;

namespace Broadsheet.Server.Http;

/// <summary>
/// A request body as an endpoint's parameter: read strictly, described to the API document as <typeparamref name="T"/>.
/// Malformed JSON is a 400 before the endpoint runs; everything else is the operation's to refuse.
/// </summary>
internal sealed class Body<T> : IEndpointParameterMetadataProvider
    where T : class
{
    private Body(JsonObject json) => Json = json;

    /// <summary>What was sent: for requests that merge.</summary>
    public JsonObject Json { get; }

    public Result<T> Read() => Strict.Read<T>(Json);

    /// <summary>As <see cref="Read"/>, where what GET answered may be sent back changed.</summary>
    public Task<SentBack<T>> ReadBackAsync<TAnswer>(HttpContext http, Func<Task<Result<TAnswer>>> present) => SentBack<T>.ReadAsync(Json, http, present);

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (context.Request.ContentLength is 0 or null && !context.Request.Headers.ContainsKey("Transfer-Encoding")) return new([]);
        if (!context.Request.HasJsonContentType()) throw new RequestProblemException(StatusCodes.Status415UnsupportedMediaType, "media-type", "Send JSON with Content-Type: application/json.");
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = Wire.MaxDepth, AllowDuplicateProperties = false };
            var node = await JsonNode.ParseAsync(context.Request.Body, null, options, context.RequestAborted);
            Decode(node);
            return node is JsonObject json ? new(json) : throw new RequestProblemException(StatusCodes.Status400BadRequest, "malformed-json", "The body must be a JSON object.");
        }
        catch (JsonException e) when (e.Message.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "too-deep", $"JSON may be nested {Wire.MaxDepth} levels deep here. Flatten what you send.");
        }
        catch (JsonException e)
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "malformed-json", $"The body is not JSON: {e.Message}");
        }
    }

    /// <summary>Names are decoded when they are first looked at; broken UTF-8 in one is to be found here, not by whoever looks.</summary>
    private static void Decode(JsonNode? node)
    {
        try
        {
            foreach (var child in node switch { JsonObject members => members.Select(m => m.Value), JsonArray items => items, _ => [] }) Decode(child);
        }
        catch (InvalidOperationException)
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "malformed-json", "The body is not UTF-8: a name in it has bytes that mean nothing.");
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}
