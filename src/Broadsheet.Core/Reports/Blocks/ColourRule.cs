using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports.Blocks;

/// <summary>Colours a cell that compares to <paramref name="Value"/> so. <paramref name="Sign"/> is one of &lt; &lt;= &gt; &gt;= = !=.</summary>
public sealed record ColourRule(string Sign, Cell Value, Colour Colour)
{
    /// <summary>Nulls match nothing; a number and a text are never equal.</summary>
    public bool Holds(in Cell cell)
    {
        if (cell.IsNull) return false;
        if (cell.IsNumber != Value.IsNumber)
            return cell.Kind != CellKind.Text && !Value.IsNumber ? Matches(string.CompareOrdinal(cell.ToString(), Value.ToString())) : Sign == "!=";
        return Matches(Cell.Compare(cell, Value));
    }

    private bool Matches(int order) => Sign switch
    {
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        ">=" => order >= 0,
        "=" => order == 0,
        _ => order != 0,
    };
}
