using Broadsheet.Core.Reports.Formatting;

namespace Broadsheet.Core.Reports.Templates;

/// <summary>The names a template sees, inner ones first. Immutable.</summary>
public sealed class TemplateScope(IReadOnlyDictionary<string, TemplateValue> names, CellText show, TemplateScope? outer = null)
{
    private const string This = "this";

    /// <summary>How values are shown.</summary>
    public CellText Show => show;

    internal TemplateScope Inner(TemplateValue item, int index, int count) => new(
        new Dictionary<string, TemplateValue>
        {
            [This] = item,
            ["@index"] = Whole(index),
            ["@number"] = Whole(index + 1),
            ["@first"] = new TemplateValue.Scalar(Tables.Cell.Of(index == 0)),
            ["@last"] = new TemplateValue.Scalar(Tables.Cell.Of(index == count - 1)),
        },
        show, this);

    /// <summary>The value of a name: a column of the row looped over, else a name of this scope, else of the outer ones.</summary>
    internal TemplateValue? Find(string name)
    {
        if (names.TryGetValue(name, out var value)) return value;
        if (names.GetValueOrDefault(This) is TemplateValue.Row row && row.Summary.IndexOf(name) is >= 0 and var column)
            return new TemplateValue.Scalar(row.Summary.FirstRows[row.Index][column]);
        return outer?.Find(name);
    }

    internal IEnumerable<string> Names()
    {
        IEnumerable<string> own = names.GetValueOrDefault(This) is TemplateValue.Row row ? row.Summary.Columns.Select(c => c.Name) : names.Keys;
        return outer is null ? own : own.Concat(outer.Names());
    }

    private static TemplateValue.Scalar Whole(int value) => new(Tables.Cell.Of((long)value));
}
