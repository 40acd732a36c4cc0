namespace Broadsheet.Core.Reports;

/// <summary>What a report says about its CSV files.</summary>
public sealed record CsvOptions
{
    /// <summary>The queries that become files, in this order; empty for the document's main one.</summary>
    public IReadOnlyList<string> Queries { get; init; } = [];

    public char Separator { get; init; } = ',';

    /// <summary>A byte order mark, which Excel needs to see UTF-8.</summary>
    public bool Bom { get; init; }

    /// <summary>LF instead of RFC 4180's CR LF.</summary>
    public bool LineFeedOnly { get; init; }

    /// <summary>Leaves texts that a spreadsheet would take for formulas as they are.</summary>
    public bool Raw { get; init; }
}
