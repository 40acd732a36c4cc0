using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Broadsheet.Core;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Parameters;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Broadsheet.Adapters.Documents;

/// <summary>The <c>parameters</c> of a front matter.</summary>
internal static partial class ParameterFields
{
    private const int Most = 50;

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Name { get; }

    public static IReadOnlyList<Parameter> Read(YamlFields front, DocumentErrors errors)
    {
        var parameters = new List<Parameter>();
        if (front.Get("parameters") is not { } node || node is YamlScalarNode { Value: "" }) return parameters;
        if (node is not YamlMappingNode map)
        {
            front.Wrong(node, "“parameters” is written as name: { type: text }, one a line");
            return parameters;
        }

        foreach (var (key, value) in map.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!Name.IsMatch(name))
                front.Wrong(key, $"A parameter's name is lower-case letters, digits and _, starting with a letter; “{name}” is not");
            else if (ReportDocument.CommonNames.Contains(name))
                front.Wrong(key, $"“{name}” is a name that every report has already; choose another");
            else if (One(name, value, front, errors) is { } parameter)
                parameters.Add(parameter);
        }

        if (parameters.Count > Most) front.Wrong(node, $"A report has at most {Most} parameters");
        return parameters;
    }

    private static Parameter? One(string name, YamlNode value, YamlFields front, DocumentErrors errors)
    {
        var fields = front.Inner(value, $"parameter “{name}”", "type", "label", "description", "required", "multiple", "default", "choices", "choices_sql", "choices_source");
        if (!fields.Has("type"))
        {
            front.Wrong(value, $"Parameter “{name}” needs a type: text, number, boolean, date, period or choice");
            return null;
        }

        var type = fields.Choice<ParameterType?>("type", null, ("text", ParameterType.Text), ("number", ParameterType.Number), ("boolean", ParameterType.Boolean),
            ("date", ParameterType.Date), ("period", ParameterType.Period), ("choice", ParameterType.Choice));
        if (type is null) return null;
        var parameter = new Parameter(name, type.Value)
        {
            Label = fields.Text("label"),
            Description = fields.Text("description"),
            Required = fields.Flag("required"),
            Multiple = fields.Flag("multiple"),
            Default = fields.Get("default") is { } given ? Json(given, type.Value) : null,
            Choices = fields.Texts("choices"),
            ChoicesSql = fields.Text("choices_sql"),
            ChoicesSource = fields.Text("choices_source"),
        };
        Check(parameter, value, fields, errors);
        return parameter;
    }

    private static void Check(Parameter parameter, YamlNode value, YamlFields fields, DocumentErrors errors)
    {
        if (parameter is { Type: ParameterType.Choice, Choices.Count: 0, ChoicesSql: null })
            fields.Wrong(value, $"Parameter “{parameter.Name}” is a choice, so it needs choices or choices_sql");
        if (parameter.Choices.Count > 0 && parameter.Type is not (ParameterType.Choice or ParameterType.Text))
            fields.Wrong(value, $"Only a choice has choices; “{parameter.Name}” is not one");
        if (parameter is { Multiple: true, Type: ParameterType.Period })
            fields.Wrong(value, $"A period is one; “{parameter.Name}” cannot take several");
        if (parameter.Default is null) return;
        var checkedDefault = Filters.Check([parameter], new JsonObject { [parameter.Name] = parameter.Default.DeepClone() });
        var (line, column) = fields.Place("default");
        foreach (var error in (checkedDefault.Problem as Problem.Invalid)?.Errors ?? [])
            errors.Add(line, column, 1, error.Code, $"The default does not fit: {error.Message}", error.Suggestion);
    }

    private static JsonNode? Json(YamlNode node, ParameterType type) => node switch
    {
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(c => Json(c, type))]),
        YamlMappingNode map => new JsonObject(map.Children.Select(p => KeyValuePair.Create((p.Key as YamlScalarNode)?.Value ?? "", Json(p.Value, type)))),
        YamlScalarNode { Value: null or "" or "null" or "~", Style: ScalarStyle.Plain } => null,
        YamlScalarNode { Value: { } text } when type == ParameterType.Number && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            => JsonValue.Create(number),
        YamlScalarNode { Value: { } text } when type == ParameterType.Boolean && bool.TryParse(text, out var flag) => JsonValue.Create(flag),
        _ => JsonValue.Create((node as YamlScalarNode)?.Value),
    };
}
