namespace Broadsheet.Core.Reports.Tables;

/// <summary>
/// A query's result as formats see it. <paramref name="Open"/> starts at the first row; how often it may be called is what
/// <see cref="Ports.IReportFormat.ReadsOnce"/> promises. <paramref name="Summary"/> answers once all rows were read.
/// </summary>
public sealed record ReportTable(string Name, Func<CancellationToken, Task<IRows>> Open, Func<TableSummary> Summary);
