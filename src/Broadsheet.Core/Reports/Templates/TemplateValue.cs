using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports.Templates;

/// <summary>All that a template can see: plain values, names to values, and results. Nothing of the program is reachable from it.</summary>
public abstract record TemplateValue
{
    private TemplateValue() { }

    /// <summary>A value, shown as the report's locale does, or already shown as <paramref name="Shown"/>.</summary>
    public sealed record Scalar(Cell Cell, string? Shown = null) : TemplateValue;

    /// <summary>Named members; <paramref name="Self"/> is what it is without a member.</summary>
    public sealed record Members(IReadOnlyDictionary<string, TemplateValue> Named, TemplateValue Self) : TemplateValue;

    /// <summary>Several values: loops go over them, text joins them with commas.</summary>
    public sealed record Several(IReadOnlyList<Cell> Cells) : TemplateValue;

    /// <summary>A query's result: loops go over its rows; <c>.column</c> is that of the first row, <c>.rows</c> their number.</summary>
    public sealed record Table(TableSummary Summary) : TemplateValue;

    /// <summary>One row of a result.</summary>
    public sealed record Row(TableSummary Summary, int Index) : TemplateValue;

    /// <summary>A column of a result: its first row's value in text, all of it in sum, avg, min, max and count.</summary>
    public sealed record Column(TableSummary Summary, int Index) : TemplateValue
    {
        public Cell First => Summary.FirstRows.Count == 0 ? Cell.Null : Summary.FirstRows[0][Index];
    }
}
