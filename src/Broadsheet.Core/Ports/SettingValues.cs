using System.Text.Json;
using System.Text.Json.Nodes;

namespace Broadsheet.Core.Ports;

/// <summary>
/// Settings that passed their <see cref="SettingsSchema"/>: constructed by <see cref="Parse"/> only, so that reading one
/// cannot fail. Immutable.
/// </summary>
public sealed class SettingValues
{
    private readonly JsonObject values;

    private SettingValues(JsonObject values) => this.values = values;

    /// <summary>
    /// Reads <paramref name="given"/> against <paramref name="schema"/>, all errors at once. Missing secrets are allowed
    /// where <paramref name="secretsKept"/> names them (they are stored already).
    /// </summary>
    public static Result<SettingValues> Parse(SettingsSchema schema, JsonObject given, IReadOnlySet<string>? secretsKept = null)
    {
        var errors = new List<FieldError>();
        var read = new JsonObject();
        foreach (var (name, _) in given)
        {
            if (schema.Settings.All(s => s.Name != name))
                errors.Add(new(name, "unknown-field", $"There is no setting “{name}”.", null, Nearest.To(name, schema.Settings.Select(s => s.Name))));
        }

        foreach (var setting in schema.Settings)
        {
            if (given[setting.Name] is { } node)
            {
                if (Read(setting, node, out var error) is { } value) read[setting.Name] = value;
                else errors.Add(new(setting.Name, "wrong-type", error, null, setting.Example));
            }
            else if (setting.Default is { } fallback)
            {
                read[setting.Name] = Read(setting, JsonValue.Create(fallback), out _);
            }
            else if (setting.Required && secretsKept?.Contains(setting.Name) != true)
            {
                errors.Add(new(setting.Name, "required", $"{setting.Description} is needed.", null, setting.Example));
            }
        }

        return errors.Count > 0 ? new Problem.Invalid(errors) : new SettingValues(read);
    }

    public bool Has(string name) => values[name] is not null;

    /// <summary>The text, or null when it was not given and has no default.</summary>
    public string? Text(string name) => values[name]?.GetValue<string>();

    public long Integer(string name) => values[name]!.GetValue<long>();

    public bool Boolean(string name) => values[name]?.GetValue<bool>() ?? false;

    public IReadOnlyList<string> TextList(string name) =>
        values[name] is JsonArray list ? [.. list.Select(v => v!.GetValue<string>())] : [];

    /// <summary>A copy in canonical form, secrets included: for storing, never for answering.</summary>
    public JsonObject ToJson() => (JsonObject)values.DeepClone();

    /// <summary>A number that was read from JSON, or that a program put there as an <c>int</c> or a <c>long</c>.</summary>
    private static bool Whole(JsonValue value, out long number)
    {
        if (value.TryGetValue(out number)) return true;
        var isSmall = value.TryGetValue(out int small);
        number = small;
        return isSmall;
    }

    private static JsonNode? Read(Setting setting, JsonNode node, out string error)
    {
        error = "";
        var kind = node.GetValueKind();
        switch (setting.Kind)
        {
            case SettingKind.Integer:
                long number = 0;
                if ((kind == JsonValueKind.Number && Whole(node.AsValue(), out number)) ||
                    (kind == JsonValueKind.String && long.TryParse(node.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture, out number)))
                {
                    if (number >= setting.Min && number <= setting.Max) return JsonValue.Create(number);
                }

                error = $"“{setting.Name}” must be a whole number from {setting.Min} to {setting.Max}.";
                return null;
            case SettingKind.Boolean:
                if (kind is JsonValueKind.True or JsonValueKind.False) return JsonValue.Create(kind == JsonValueKind.True);
                if (kind == JsonValueKind.String && bool.TryParse(node.GetValue<string>(), out var flag)) return JsonValue.Create(flag);
                error = $"“{setting.Name}” must be true or false.";
                return null;
            case SettingKind.TextList:
                var items = node is JsonArray array ? [.. array] : new List<JsonNode?> { node };
                if (items.Count > 0 && items.TrueForAll(i => i?.GetValueKind() == JsonValueKind.String && IsLine(i.GetValue<string>(), setting.MaxLength)))
                    return new JsonArray([.. items.Select(i => JsonValue.Create(i!.GetValue<string>()))]);
                error = $"“{setting.Name}” must be a list of one or more texts, each without control characters and up to {setting.MaxLength} long.";
                return null;
            case SettingKind.Choice:
                if (kind == JsonValueKind.String && setting.Choices.Contains(node.GetValue<string>())) return JsonValue.Create(node.GetValue<string>());
                error = $"“{setting.Name}” must be one of: {string.Join(", ", setting.Choices)}.";
                return null;
            case SettingKind.MultilineText:
                if (kind == JsonValueKind.String && node.GetValue<string>().Length <= setting.MaxLength) return JsonValue.Create(node.GetValue<string>());
                error = $"“{setting.Name}” must be a text of up to {setting.MaxLength} characters.";
                return null;
            case SettingKind.Text:
                if (kind == JsonValueKind.String && IsLine(node.GetValue<string>(), setting.MaxLength)) return JsonValue.Create(node.GetValue<string>());
                error = $"“{setting.Name}” must be a text of up to {setting.MaxLength} characters, without control characters.";
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static bool IsLine(string text, int max) => text.Length <= max && !text.Any(char.IsControl);
}
