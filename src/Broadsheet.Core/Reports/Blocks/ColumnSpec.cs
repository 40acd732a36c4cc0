using Broadsheet.Core.Reports.Formatting;

namespace Broadsheet.Core.Reports.Blocks;

/// <summary>A column of a table as the document asks for it.</summary>
public sealed record ColumnSpec(string Name)
{
    public string? Label { get; init; }

    public CellFormat? Format { get; init; }

    public Align Align { get; init; }

    public Total Total { get; init; }

    /// <summary>The first that holds colours the cell.</summary>
    public IReadOnlyList<ColourRule> Rules { get; init; } = [];

    /// <summary>A bar behind the number, as wide as its share of the largest.</summary>
    public bool Bar { get; init; }
}
