using System.Globalization;
using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Templates;
using YamlDotNet.RepresentationModel;

namespace Broadsheet.Adapters.Documents;

/// <summary>
/// A YAML mapping read key by key; what is not known is an error. Values of placeholders are put back into texts after
/// parsing; in a draft, a text that still holds a placeholder is not judged.
/// </summary>
internal sealed class YamlFields
{
    private readonly YamlMappingNode? node;
    private readonly YamlPlace place;

    public YamlFields(YamlNode? node, YamlPlace place, string what, params string[] known)
    {
        this.place = place;
        this.node = node as YamlMappingNode;
        if (node is not null and not YamlMappingNode && !(node is YamlScalarNode { Value: "" })) Wrong(node, $"{what} is written as name: value, one a line");
        foreach (var key in this.node?.Children.Keys ?? [])
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!known.Contains(name)) place.Errors.Unknown(Line(key), Column(key), $"setting in {what}", name, known);
        }
    }

    public bool Has(string name) => Get(name) is not null;

    public YamlNode? Get(string name) => node?.Children.TryGetValue(new YamlScalarNode(name), out var value) == true ? value : null;

    /// <summary>The place of a field, or of the whole when it is absent.</summary>
    public (int Line, int Column) Place(string name) => Get(name) is { } at ? (Line(at), Column(at)) : (place.Line, 1);

    public string? Text(string name) => Get(name) is { } value ? Scalar(value, name) : null;

    public bool Flag(string name)
    {
        var text = Text(name);
        if (text is null || Unjudged(name)) return false;
        if (bool.TryParse(text, out var flag)) return flag;
        Wrong(Get(name)!, $"“{name}” is true or false");
        return false;
    }

    public int? Whole(string name, int min, int max)
    {
        var text = Text(name);
        if (text is null || Unjudged(name)) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        Wrong(Get(name)!, $"“{name}” is a whole number from {min} to {max}");
        return null;
    }

    /// <summary>A list of texts; one text is a list of one.</summary>
    public IReadOnlyList<string> Texts(string name) => Get(name) switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Children.Select(c => Scalar(c, name)).OfType<string>()],
        { } one => Scalar(one, name) is { } text ? [text] : [],
    };

    public T Choice<T>(string name, T fallback, params (string Word, T Value)[] words)
    {
        var text = Text(name);
        if (text is null || Unjudged(name)) return fallback;
        foreach (var (word, value) in words)
            if (word == text) return value;
        var (atLine, column) = Place(name);
        place.Errors.Unknown(atLine, column, name, text, words.Select(w => w.Word));
        return fallback;
    }

    public CellFormat? Format(string name)
    {
        var text = Text(name);
        if (text is null || Unjudged(name)) return null;
        var format = CellFormat.Parse(text, out var wrong);
        if (format is null) Wrong(Get(name)!, wrong.TrimEnd('.'));
        return format;
    }

    public IReadOnlyList<YamlNode> Items(string name)
    {
        var value = Get(name);
        if (value is null or YamlSequenceNode) return (value as YamlSequenceNode)?.Children.ToList() ?? [];
        Wrong(value, $"“{name}” is a list");
        return [];
    }

    /// <summary>The text of a scalar with values in place; null, with an error, for anything else.</summary>
    public string? Scalar(YamlNode value, string name)
    {
        if (value is YamlScalarNode { Value: { } text }) return place.Filled.Restore(text);
        Wrong(value, $"“{name}” is a text");
        return null;
    }

    public YamlFields Inner(YamlNode inner, string what, params string[] known) => new(inner, place, what, known);

    /// <summary>Adds “… .” at the node.</summary>
    public void Wrong(YamlNode at, string message) => place.Errors.Add(Line(at), Column(at), 1, "wrong-type", message + ".");

    public void Require(string name, string what)
    {
        if (!Has(name)) place.Errors.Add(place.Line, 1, 1, "required", $"{what} needs “{name}”.");
    }

    public int Line(YamlNode at) => place.Line + (int)at.Start.Line - 1;

    public static int Column(YamlNode at) => (int)at.Start.Column;

    private bool Unjudged(string name) => place.Draft && Get(name) is YamlScalarNode { Value: { } text } && text.Contains(FilledText.Open, StringComparison.Ordinal);
}
