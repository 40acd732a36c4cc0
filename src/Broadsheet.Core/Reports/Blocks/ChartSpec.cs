using Broadsheet.Core.Reports.Formatting;

namespace Broadsheet.Core.Reports.Blocks;

/// <summary>A chart as the document asks for it.</summary>
public sealed record ChartSpec(string Query, ChartType Type, string X, IReadOnlyList<string> Y)
{
    public string? Title { get; init; }

    /// <summary>A column whose values become series of their own; then <see cref="Y"/> is one column.</summary>
    public string? Series { get; init; }

    /// <summary>Columns of <see cref="Y"/> drawn as lines over the bars.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>For the axis and labels.</summary>
    public CellFormat? Format { get; init; }

    /// <summary>In points, 80 to 600.</summary>
    public int Height { get; init; } = 200;
}
