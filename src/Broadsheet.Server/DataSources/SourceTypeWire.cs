using Broadsheet.Core.Ports;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.DataSources;

/// <summary>What a data source of this type can be told: enough to build a form from.</summary>
internal sealed record SourceTypeWire(string Type, IReadOnlyList<SettingWire> Settings)
{
    public static SourceTypeWire Of(IDataSource source) => new(source.Type, [.. source.Settings.Settings.Select(SettingWire.Of)]);
}
