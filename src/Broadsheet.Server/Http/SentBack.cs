using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Broadsheet.Core;

namespace Broadsheet.Server.Http;

/// <summary>
/// The body of a change that may be what GET answered, changed: members that only an answer has are accepted as they stand. Another value in one
/// is refused by name, since nothing would come of it; <c>version</c> counts as <c>If-Match</c>. What changes by itself is not compared: it may
/// have changed since it was read.
/// </summary>
/// <param name="IfMatch">The header, or what the body says in its place; null for neither.</param>
internal sealed record SentBack<T>(Result<T> Request, string? IfMatch)
    where T : class
{
    private const string Version = "version";

    /// <param name="present">Reads what is there; asked only where the body has members to be held against it.</param>
    public static async Task<SentBack<T>> ReadAsync<TAnswer>(JsonObject body, HttpContext http, Func<Task<Result<TAnswer>>> present)
    {
        var settable = Wire.Json.GetTypeInfo(typeof(T)).Properties.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var given = Wire.Json.GetTypeInfo(typeof(TAnswer)).Properties.Where(p => !settable.Contains(p.Name) && body.ContainsKey(p.Name)).ToList();
        var ifMatch = ETags.IfMatch(http);
        if (given.Count == 0) return new(Strict.Read<T>(body), ifMatch);

        var errors = new List<FieldError>();
        foreach (var member in given) Strict.Member(body, member, errors);
        if (errors.Count == 0 && given.Exists(IsCompared))
        {
            var now = await present();
            if (!now.IsOk) return new(now.Problem, ifMatch);
            errors.AddRange(Differences(given.Where(IsCompared), body, JsonSerializer.SerializeToNode(now.Value, Wire.Json)!.AsObject()));
        }

        var request = Strict.Read<T>(Strict.Without(body, given.Select(p => p.Name)));
        if (request.Problem is Problem.Invalid more) errors.AddRange(more.Errors);
        if (errors.Count > 0) return new(new Problem.Invalid(errors), ifMatch);
        return given.Exists(p => p.Name == Version) && body[Version] is { } version ? At(version.GetValue<int>(), request, ifMatch) : new(request, ifMatch);
    }

    /// <summary>The body's version beside the header's: of two that differ, one at least is wrong.</summary>
    private static SentBack<T> At(int version, Result<T> request, string? ifMatch) =>
        ETags.Matches(ifMatch, version) ? new(request, ETags.OfVersion(version)) : new(new Problem.Stale("resource"), ifMatch);

    private static bool IsCompared(JsonPropertyInfo member) => member.Name != Version && member.AttributeProvider?.IsDefined(typeof(ChangesByItselfAttribute), inherit: false) != true;

    private static IEnumerable<FieldError> Differences(IEnumerable<JsonPropertyInfo> members, JsonObject body, JsonObject now)
    {
        foreach (var member in members)
        {
            var (said, stands) = (Plain(body[member.Name], member.PropertyType), now[member.Name]);
            if (JsonNode.DeepEquals(said, stands)) continue;
            yield return new(member.Name, "read-only", $"“{member.Name}” cannot be set here. Leave it out, or send it as it was read.", null, stands is JsonValue value ? value.ToString() : null);
        }
    }

    /// <summary>As this server writes it: the same instant or id may be written otherwise.</summary>
    private static JsonNode? Plain(JsonNode? node, Type type) => node is null ? null : JsonSerializer.SerializeToNode(node.Deserialize(type, Wire.Json), type, Wire.Json);
}
