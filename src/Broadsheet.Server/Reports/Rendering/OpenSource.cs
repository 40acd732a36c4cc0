using Broadsheet.Core.Ports;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>A data source of a workspace: its adapter with its settings, secrets included.</summary>
internal sealed record OpenSource(IDataSource Adapter, SettingValues Settings);
