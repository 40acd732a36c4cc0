using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Broadsheet.Core;

namespace Broadsheet.Server.Http;

/// <summary>
/// Reads a request body into its record and finds everything that is wrong with it at once: unknown fields by name and with the
/// nearest known one, missing ones, wrong types, each at its path. Parts whose shape depends on a type or a report
/// (<see cref="JsonObject"/>, <see cref="JsonArray"/>) are taken as they are; their owners check them.
/// </summary>
internal static class Strict
{
    public static Result<T> Read<T>(JsonNode? body)
        where T : class
    {
        var errors = new List<FieldError>();
        if (body is not JsonObject json) return new Problem.Invalid("", "wrong-type", "The body must be a JSON object.");
        var value = Object(json, typeof(T), "", errors);
        return errors.Count > 0 ? new Problem.Invalid(errors) : (T)value!;
    }

    public static JsonObject Without(JsonObject json, IEnumerable<string> names)
    {
        var copy = json.DeepClone().AsObject();
        foreach (var name in names) copy.Remove(name);
        return copy;
    }

    /// <summary>What is wrong with the type of one member, where it is there.</summary>
    public static void Member(JsonObject json, JsonPropertyInfo property, List<FieldError> errors)
    {
        if (json[property.Name] is { } node) Value(node, property.PropertyType, property.Name, errors);
    }

    private static object? Object(JsonObject json, Type type, string path, List<FieldError> errors)
    {
        var info = Wire.Json.GetTypeInfo(type);
        var before = errors.Count;
        foreach (var (name, _) in json)
        {
            if (info.Properties.Any(p => p.Name == name)) continue;
            var near = Nearest.To(name, info.Properties.Select(p => p.Name));
            errors.Add(new(At(path, name), "unknown-field", $"There is no field “{Shown(name)}” here." + (near is null ? "" : $" Did you mean “{near}”?"), null, near));
        }

        foreach (var property in info.Properties) Member(json, property, path, errors);
        return errors.Count > before ? null : Construct(json, type, path, errors);
    }

    private static void Member(JsonObject json, JsonPropertyInfo property, string path, List<FieldError> errors)
    {
        var at = At(path, property.Name);
        if (!json.TryGetPropertyValue(property.Name, out var node) || node is null)
        {
            if (property.IsRequired) errors.Add(new(at, "required", $"“{property.Name}” is needed."));
        }
        else
        {
            Value(node, property.PropertyType, at, errors);
        }
    }

    private static void Value(JsonNode node, Type type, string path, List<FieldError> errors)
    {
        if (typeof(JsonNode).IsAssignableFrom(type))
        {
            if (!type.IsInstanceOfType(node)) errors.Add(new(path, "wrong-type", type == typeof(JsonObject) ? "This must be a JSON object." : "This must be a JSON array."));
        }
        else if (Wire.Json.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object)
        {
            if (node is JsonObject inner) Object(inner, type, path, errors);
            else errors.Add(new(path, "wrong-type", "This must be a JSON object."));
        }
        else if (type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type))
        {
            if (node is JsonArray list)
            {
                var element = Wire.Json.GetTypeInfo(type).ElementType!;
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is { } item) Value(item, element, $"{path}[{i}]", errors);
                    else errors.Add(new($"{path}[{i}]", "wrong-type", "This may not be null."));
                }
            }
            else
            {
                errors.Add(new(path, "wrong-type", "This must be a JSON array."));
            }
        }
        else
        {
            Leaf(node, type, path, errors);
        }
    }

    private static void Leaf(JsonNode node, Type type, string path, List<FieldError> errors)
    {
        try
        {
            if (node.Deserialize(type, Wire.Json) is string text && text.Contains('\0', StringComparison.Ordinal))
                errors.Add(new(path, "control-character", "The NUL character is not allowed in a text."));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            errors.Add(new(path, "wrong-type", $"This must be {Expected(Nullable.GetUnderlyingType(type) ?? type)}."));
        }
    }

    private static object? Construct(JsonObject json, Type type, string path, List<FieldError> errors)
    {
        try
        {
            var given = new JsonObject();
            foreach (var (name, node) in json)
            {
                if (node is not null) given[name] = node.DeepClone();
            }

            return given.Deserialize(type, Wire.Json);
        }
        catch (JsonException e)
        {
            errors.Add(new(path, "wrong-type", e.Message));
            return null;
        }
    }

    private static string Expected(Type type) => type switch
    {
        _ when type.IsEnum => "one of: " + string.Join(", ", Enum.GetNames(type).Select(n => JsonNamingPolicy.SnakeCaseLower.ConvertName(n))),
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(Guid) => "an id (a UUID)",
        _ when type == typeof(NodaTime.Instant) => "an instant such as 2026-11-23T08:00:00Z",
        _ => "a text",
    };

    private static string At(string path, string name) => path.Length == 0 ? name : path + "." + name;

    private static string Shown(string name) => name.Length > 64 ? name[..64] + "…" : name;
}
