using Broadsheet.Core.Reports;

namespace Broadsheet.Server.Reports;

/// <summary>A template and what its text says.</summary>
internal sealed record KnownReport(TemplateRow Row, ReportDocument Document);
