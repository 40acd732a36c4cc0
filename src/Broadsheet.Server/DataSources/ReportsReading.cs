using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.DataSources;

/// <summary>The report types whose text names a data source, in order. Reports know sources, not the other way round.</summary>
internal delegate Task<IReadOnlyList<string>> ReportsReading(WorkspaceId workspace, string source, CancellationToken ct);
