namespace Broadsheet.Core.Reports.Blocks;

/// <summary>What stands under a column, over all rows of the query.</summary>
public enum Total
{
    None,
    Sum,
    Average,
    Min,
    Max,
    Count,
}
