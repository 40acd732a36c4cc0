namespace Broadsheet.Core.Reports.Blocks;

/// <summary>A table as the document asks for it. No <paramref name="Columns"/> means all, in the query's order.</summary>
public sealed record TableSpec(string Query, IReadOnlyList<ColumnSpec> Columns)
{
    public string? Title { get; init; }

    /// <summary>Only the rows with the largest (or smallest) <see cref="By"/>, sorted by it.</summary>
    public int? Top { get; init; }

    public string? By { get; init; }

    /// <summary>Smallest first in <see cref="Top"/>.</summary>
    public bool Ascending { get; init; }

    /// <summary>A last row that sums every numeric column which has no total of its own.</summary>
    public bool Totals { get; init; }

    /// <summary>Shown instead of a table without rows.</summary>
    public string? Empty { get; init; }
}
