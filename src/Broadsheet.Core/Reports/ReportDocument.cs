using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Core.Reports.Templates;

namespace Broadsheet.Core.Reports;

/// <summary>
/// A report as written, checked: its parameters and queries are consistent, its placeholders parse and name what exists, its
/// fences are well formed. What only the data can tell (a column that a query lacks) is an error of the run.
/// </summary>
public sealed record ReportDocument
{
    /// <summary>The document as it was read.</summary>
    public required string Text { get; init; }

    /// <summary>May hold placeholders.</summary>
    public required string Title { get; init; }

    /// <summary>The slug: lower-case letters, digits and underscores, starting with a letter, up to 63.</summary>
    public required string ReportType { get; init; }

    public string? Description { get; init; }

    /// <summary>The data source of queries that name none.</summary>
    public string? Source { get; init; }

    public required IReadOnlyList<Parameter> Parameters { get; init; }

    public required IReadOnlyList<Query> Queries { get; init; }

    /// <summary>A name CellText knows, or null.</summary>
    public string? Locale { get; init; }

    /// <summary>A TZDB id to show instants in; null for the schedule's zone. Periods always resolve in the schedule's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>A pattern for file names; null for <c>report-type-2026-W47</c>.</summary>
    public string? FileName { get; init; }

    public PageSetup Page { get; init; } = new();

    public CsvOptions Csv { get; init; } = new();

    /// <summary>The text after the front matter without its SQL, each remaining character on its line of the document.</summary>
    public required Template Body { get; init; }

    /// <summary>Its table blocks as written; formats that show whole results take labels, formats and colours from them.</summary>
    public IReadOnlyList<TableSpec> Tables { get; init; } = [];

    /// <summary>
    /// The queries that formats with a file per table write: as the front matter chose, else that of the first table block, else the
    /// first. Empty only without queries.
    /// </summary>
    public IReadOnlyList<string> FileTables => Csv.Queries.Count > 0 ? Csv.Queries
        : Tables.Count > 0 ? [Tables[0].Query]
        : [.. Queries.Take(1).Select(q => q.Name)];

    /// <summary>The data sources that its queries need.</summary>
    public IReadOnlyList<string> Sources =>
        [.. Queries.Select(q => q.Source ?? Source).Concat(Parameters.Where(p => p.ChoicesSql is not null).Select(p => p.ChoicesSource ?? Source))
            .OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The names that placeholders of any document have, besides its parameters and queries.</summary>
    public static IReadOnlyList<string> CommonNames { get; } = ["title", "report_type", "slot", "today", "version", "filters"];

    /// <summary>All first names a placeholder of this document may use.</summary>
    public IReadOnlyList<string> Names => [.. CommonNames, .. Parameters.Select(p => p.Name), .. Queries.Select(q => q.Name)];
}
