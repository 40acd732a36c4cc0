using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports.Blocks;

/// <summary>A column ready to draw. <paramref name="Index"/> is its place in the query's rows; <paramref name="Total"/> is null where none was asked.</summary>
public sealed record ViewColumn(int Index, string Label, CellKind Type, CellFormat? Format, bool Right, bool Center, Cell? Total, IReadOnlyList<ColourRule> Rules)
{
    /// <summary>The largest number, where the column shows bars; else 0.</summary>
    public double BarMax { get; init; }

    /// <summary>Its values are dates, as such or as text, and would be hard to read in two lines.</summary>
    public bool IsDate { get; init; }

    public Colour ColourOf(in Cell cell)
    {
        foreach (var rule in Rules)
            if (rule.Holds(cell)) return rule.Colour;
        return Colour.None;
    }

    /// <summary>The share of the bar behind the cell, 0 to 1.</summary>
    public double BarOf(in Cell cell) => BarMax > 0 && cell.TryNumber(out var value) ? Math.Clamp(value / BarMax, 0, 1) : 0;
}
