namespace Broadsheet.Core.Reports.Formatting;

/// <summary>How a value is shown.</summary>
public enum CellFormatKind
{
    /// <summary>By the kind of the cell: whole numbers ungrouped, decimals with their own scale, dates as the locale writes them.</summary>
    General,

    /// <summary>Grouped, with a fixed number of decimals.</summary>
    Number,

    /// <summary>A share of one times 100, with a percent sign: 0.25 is 25 %.</summary>
    Percent,

    /// <summary>As Number, with a currency sign.</summary>
    Currency,

    /// <summary>Thousands as k, millions as M, with up to one decimal.</summary>
    Short,

    /// <summary>Bytes as KB, MB, GB, each 1,024 of the one before.</summary>
    Bytes,

    /// <summary>A .NET date pattern, or the locale's short date.</summary>
    Date,

    /// <summary>The locale's short date with the time.</summary>
    DateTime,
}
