using System.Text.Json.Nodes;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Tables;
using NodaTime;

namespace Broadsheet.Core.Reports;

/// <summary>All that a format gets: one run of one report.</summary>
public sealed record ReportContent
{
    /// <summary>Placeholders filled. Formats that read once may ask for it only when they have read.</summary>
    public required Func<string> Title { get; init; }

    public required string ReportType { get; init; }

    /// <summary>The label of the report's version.</summary>
    public required string Version { get; init; }

    /// <summary>What the run is for; the only time that a file shows.</summary>
    public required Instant Slot { get; init; }

    public required CellText Show { get; init; }

    public required PageSetup Page { get; init; }

    public CsvOptions Csv { get; init; } = new();

    /// <summary>Filters for people: label and value.</summary>
    public required IReadOnlyList<(string Label, string Value)> Filters { get; init; }

    /// <summary>The same for programs.</summary>
    public required JsonObject FiltersJson { get; init; }

    /// <summary>The results in the document's order.</summary>
    public required IReadOnlyList<ReportTable> Tables { get; init; }

    /// <summary>The names of the tables that formats with a file per table write, in order; the others are left out of these.</summary>
    public IReadOnlyList<string> FileTables { get; init; } = [];

    /// <summary>The blocks with placeholders filled. Throws <see cref="ReportException"/>; for formats that read once only after reading.</summary>
    public required Func<IReadOnlyList<Block>> Body { get; init; }

    /// <summary>The document's table blocks as written, before placeholders.</summary>
    public IReadOnlyList<TableSpec> Specs { get; init; } = [];

    /// <summary>What the first table block of the query says about a column; null when none does.</summary>
    public ColumnSpec? Column(string query, string column) =>
        Specs.Where(s => s.Query == query).SelectMany(s => s.Columns).FirstOrDefault(c => string.Equals(c.Name, column, StringComparison.OrdinalIgnoreCase));

    /// <summary>The result of a query that a block names; the document was checked, so it is there.</summary>
    public ReportTable Table(string query) => Tables.First(t => t.Name == query);

    /// <summary>What it was made from, in one line: version, filters, slot.</summary>
    public string Origin => $"{ReportType} {Version} · {Show.Moment(Slot)}"
        + string.Concat(Filters.Where(f => f.Value.Length > 0).Select(f => $" · {f.Label}: {f.Value}"));
}
