namespace Broadsheet.Core.Reports;

/// <summary>
/// A named query of a document. <paramref name="Line"/> is the document's line on which the SQL starts, from 1;
/// <paramref name="Source"/> names a data source, null for the report's own.
/// </summary>
public sealed record Query(string Name, string Sql, string? Source, int Line);
