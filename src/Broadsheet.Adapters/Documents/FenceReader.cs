using System.Globalization;
using System.Text.RegularExpressions;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Tables;
using Broadsheet.Core.Reports.Templates;
using YamlDotNet.RepresentationModel;

namespace Broadsheet.Adapters.Documents;

/// <summary>The YAML inside a table, chart or kpi fence. <paramref name="line"/> is the fence's; its content starts on the next.</summary>
internal sealed partial class FenceReader(FilledText filled, DocumentErrors errors, bool draft, int line, IReadOnlyList<string> words)
{
    private static readonly (string, Align)[] Aligns = [("left", Align.Left), ("center", Align.Center), ("right", Align.Right)];

    private static readonly (string, Total)[] Totals =
        [("sum", Total.Sum), ("avg", Total.Average), ("min", Total.Min), ("max", Total.Max), ("count", Total.Count), ("none", Total.None)];

    private static readonly (string, Colour)[] Colours =
        [("red", Colour.Red), ("amber", Colour.Amber), ("green", Colour.Green), ("blue", Colour.Blue), ("grey", Colour.Grey)];

    [GeneratedRegex("^(<=|>=|!=|<|>|=)\\s*(.+)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Comparison { get; }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name { get; }

    public TableSpec? Table(string yaml)
    {
        if (Query("table") is not { } query) return null;
        var fields = Fields(yaml, "a table", "title", "columns", "top", "by", "order", "totals", "empty");
        var spec = new TableSpec(query, [.. fields.Items("columns").Select(c => Column(c, fields)).OfType<ColumnSpec>()])
        {
            Title = fields.Text("title"),
            Top = fields.Whole("top", 1, 1_000),
            By = fields.Text("by"),
            Ascending = fields.Choice("order", false, ("asc", true), ("desc", false)),
            Totals = fields.Flag("totals"),
            Empty = fields.Text("empty"),
        };
        if (spec.Top is not null && spec.By is null) errors.Add(line, 1, 1, "required", "“top” needs “by”: the column to rank by.");
        return spec;
    }

    public ChartSpec? Chart(string yaml)
    {
        if (Query("chart") is not { } query) return null;
        var fields = Fields(yaml, "a chart", "type", "x", "y", "title", "series", "lines", "format", "height");
        foreach (var needed in new[] { "type", "x", "y" }) fields.Require(needed, "A chart");
        var type = fields.Choice("type", ChartType.Bar, ("bar", ChartType.Bar), ("stacked", ChartType.Stacked), ("line", ChartType.Line),
            ("area", ChartType.Area), ("pie", ChartType.Pie), ("ring", ChartType.Ring), ("sparkline", ChartType.Sparkline));
        var spec = new ChartSpec(query, type, fields.Text("x") ?? "", fields.Texts("y"))
        {
            Title = fields.Text("title"),
            Series = fields.Text("series"),
            Lines = fields.Texts("lines"),
            Format = fields.Format("format"),
            Height = fields.Whole("height", 80, 600) ?? (type == ChartType.Sparkline ? 80 : 200),
        };
        if (spec.Y.Count > 1 && (spec.Series is not null || type is ChartType.Pie or ChartType.Ring))
            errors.Add(line, 1, 1, "chart", "With “series”, or as a pie or ring, a chart has one column as “y”.");
        return spec;
    }

    public IReadOnlyList<KpiSpec> Kpi(string yaml)
    {
        var query = words.ElementAtOrDefault(1);
        var root = YamlText.Parse(yaml, line + 1, errors);
        if (root is not YamlSequenceNode list)
        {
            errors.Add(line, 1, 1, "wrong-type", "A kpi fence is a list of tiles: - { label: Passed, value: sum runs.passed }.");
            return [];
        }

        var whole = new YamlFields(null, new(line + 1, errors, filled, draft), "a tile");
        return [.. list.Children.Take(12).Select(tile => Tile(whole.Inner(tile, "a tile", "label", "value", "format", "before", "better", "note"), query))];
    }

    private static KpiSpec Tile(YamlFields fields, string? query)
    {
        fields.Require("label", "A tile");
        fields.Require("value", "A tile");
        return new(fields.Text("label") ?? "", Of(query, fields.Text("value")) ?? "")
        {
            Format = fields.Format("format"),
            Before = Of(query, fields.Text("before")),
            Better = fields.Choice("better", Better.None, ("up", Better.Up), ("down", Better.Down)),
            Note = fields.Text("note"),
        };
    }

    /// <summary>With a query on the fence, a bare name is its column.</summary>
    private static string? Of(string? query, string? expression) =>
        query is not null && expression is not null && Name.IsMatch(expression) ? $"{query}.{expression}" : expression;

    private static ColumnSpec? Column(YamlNode node, YamlFields table)
    {
        if (node is YamlScalarNode) return table.Scalar(node, "columns") is { Length: > 0 } name ? new(name) : null;
        var fields = table.Inner(node, "a column", "name", "label", "format", "align", "total", "colour", "bar");
        if (fields.Text("name") is not { } column)
        {
            table.Wrong(node, "A column needs “name”");
            return null;
        }

        return new(column)
        {
            Label = fields.Text("label"),
            Format = fields.Format("format"),
            Align = fields.Choice("align", Align.Auto, Aligns),
            Total = fields.Choice("total", Total.None, Totals),
            Rules = [.. fields.Items("colour").Select(r => Rule(r, fields)).OfType<ColourRule>()],
            Bar = fields.Flag("bar"),
        };
    }

    private static ColourRule? Rule(YamlNode node, YamlFields column)
    {
        var fields = column.Inner(node, "a colour rule", "when", "colour");
        var colour = fields.Choice("colour", Colour.None, Colours);
        var match = Comparison.Match(fields.Text("when") ?? "");
        if (!match.Success || colour == Colour.None)
        {
            column.Wrong(node, "A colour rule is { when: \"< 0.9\", colour: red }, with < <= > >= = or != before a number or text");
            return null;
        }

        var text = match.Groups[2].Value.Trim();
        var value = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Cell.Of(number) : Cell.Of(text.Trim('"', '\''));
        return new(match.Groups[1].Value, value, colour);
    }

    private string? Query(string kind)
    {
        if (words.Count == 2) return words[1];
        errors.Add(line, 1, 1, "fence", $"A {kind} fence names its query, as in ```{kind} runs.");
        return null;
    }

    private YamlFields Fields(string yaml, string what, params string[] known) =>
        new(YamlText.Parse(yaml, line + 1, errors), new(line + 1, errors, filled, draft), what, known);
}
