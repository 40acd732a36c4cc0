using Broadsheet.Core.Ports;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.Connections;

/// <summary>What a connection of this type can be told: enough to build a form from.</summary>
internal sealed record ConnectionTypeWire(string Type, IReadOnlyList<SettingWire> Settings)
{
    public static ConnectionTypeWire Of(IDeliveryChannel channel) => new(channel.Type, [.. channel.Connection.Settings.Select(SettingWire.Of)]);
}
