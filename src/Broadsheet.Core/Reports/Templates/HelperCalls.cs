using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports.Templates;

/// <summary>What each helper does. Pure.</summary>
internal static class HelperCalls
{
    /// <summary>Null when the values do not fit the helper.</summary>
    public static TemplateValue? Call(string helper, IReadOnlyList<TemplateValue> a, CellText show) => helper switch
    {
        "number" or "percent" => Shown(a[0], show, Digits(helper, a)),
        "currency" => Shown(a[0], show, $"currency:{Cell1(a[1])}" + (a.Count == 3 ? $":{Cell1(a[2])}" : "")),
        "short" or "bytes" => Shown(a[0], show, helper),
        "date" or "datetime" => Shown(a[0], show, a.Count == 2 ? $"{helper}:{Cell1(a[1])}" : helper),
        "format" => Shown(a[0], show, Cell1(a[1]).ToString()),
        "sum" or "avg" or "min" or "max" => Statistic(helper, a[0]),
        "count" => Count(a[0]),
        "ratio" or "change" or "add" or "subtract" or "multiply" => Arithmetic(helper, Cell1(a[0]), Cell1(a[1])),
        "upper" => Text(Cell1(a[0]).ToString().ToUpper(show.Culture)),
        "lower" => Text(Cell1(a[0]).ToString().ToLower(show.Culture)),
        "default" => TemplateRun.IsTrue(a[0]) || Cell1(a[0]).IsNumber ? a[0] : a[1],
        "plural" => Cell1(a[0]).TryNumber(out var n) ? (n == 1 ? a[1] : a[2]) : null,
        "eq" => Flag(Compare(a) == 0),
        "ne" => Flag(Compare(a) != 0),
        "lt" => Flag(Compare(a) < 0),
        "le" => Flag(Compare(a) <= 0),
        "gt" => Flag(Compare(a) > 0),
        "ge" => Flag(Compare(a) >= 0),
        "not" => Flag(!TemplateRun.IsTrue(a[0])),
        "and" => Flag(a.All(TemplateRun.IsTrue)),
        "or" => Flag(a.Any(TemplateRun.IsTrue)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>For the error when <see cref="Call"/> gave null.</summary>
    public static string Needs(string helper) => helper switch
    {
        "sum" or "avg" or "min" or "max" => "a column, as in sum runs.passed",
        "count" => "a query or a column",
        "ratio" or "change" or "add" or "subtract" or "multiply" => "two numbers",
        "plural" => "a number and two texts",
        _ => "a value and a format as number:2, percent:1, currency:EUR or date:d MMM yyyy",
    };

    /// <summary>The single value something stands for: a column's first row, a list's first entry.</summary>
    public static Cell Cell1(TemplateValue value) => value switch
    {
        TemplateValue.Scalar scalar => scalar.Cell,
        TemplateValue.Column column => column.First,
        TemplateValue.Members members => Cell1(members.Self),
        TemplateValue.Several { Cells: [var first, ..] } => first,
        TemplateValue.Table table => Cell.Of(table.Summary.RowCount),
        _ => Cell.Null,
    };

    private static string Digits(string helper, IReadOnlyList<TemplateValue> a) => a.Count == 2 ? $"{helper}:{Cell1(a[1])}" : helper;

    private static TemplateValue.Scalar? Shown(TemplateValue value, CellText show, string format) =>
        CellFormat.Parse(format, out _) is { } parsed ? new(Cell1(value), show.Show(Cell1(value), parsed)) : null;

    private static TemplateValue.Scalar? Statistic(string helper, TemplateValue value)
    {
        if (value is not TemplateValue.Column { Summary: var table, Index: var index }) return null;
        var stats = table.Stats[index];
        return new(helper switch { "sum" => stats.Sum, "avg" => stats.Average, "min" => stats.Min, _ => stats.Max });
    }

    private static TemplateValue.Scalar? Count(TemplateValue value) => value switch
    {
        TemplateValue.Table table => new(Cell.Of(table.Summary.RowCount)),
        TemplateValue.Column column => new(Cell.Of(column.Summary.Stats[column.Index].Count)),
        TemplateValue.Several several => new(Cell.Of((long)several.Cells.Count)),
        _ => null,
    };

    /// <summary>Null in, null out; so is a ratio to zero.</summary>
    private static TemplateValue.Scalar? Arithmetic(string helper, in Cell a, in Cell b)
    {
        if (a.IsNull || b.IsNull) return new(Cell.Null);
        if (!a.TryNumber(out var x) || !b.TryNumber(out var y)) return null;
        if (helper is "ratio" or "change" && y == 0) return new(Cell.Null);
        if (helper is "add" or "subtract" && a.Kind == CellKind.Integer && b.Kind == CellKind.Integer)
            return new(Cell.Of(helper == "add" ? a.AsInteger() + b.AsInteger() : a.AsInteger() - b.AsInteger()));
        return new(Cell.Of(helper switch
        {
            "ratio" => x / y,
            "change" => (x - y) / Math.Abs(y),
            "add" => x + y,
            "subtract" => x - y,
            _ => x * y,
        }));
    }

    private static int Compare(IReadOnlyList<TemplateValue> a) => Cell.Compare(Cell1(a[0]), Cell1(a[1]));

    private static TemplateValue.Scalar Flag(bool value) => new(Cell.Of(value));

    private static TemplateValue.Scalar Text(string value) => new(Cell.Of(value));
}
