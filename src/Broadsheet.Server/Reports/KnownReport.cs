using Broadsheet.Core.Reports;

namespace Broadsheet.Server.Reports;

/// <summary>A template and what its text says.</summary>
/// <param name="File">The file of the reports folder that it is kept in; null when it is kept in the store.</param>
internal sealed record KnownReport(TemplateRow Row, ReportDocument Document, string? File);
