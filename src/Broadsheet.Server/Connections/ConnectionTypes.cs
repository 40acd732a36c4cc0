using Broadsheet.Core;
using Broadsheet.Core.Ports;

namespace Broadsheet.Server.Connections;

/// <summary>The channels that a connection can be made for.</summary>
internal sealed class ConnectionTypes(IEnumerable<IDeliveryChannel> channels)
{
    private readonly Dictionary<string, IDeliveryChannel> byType =
        channels.Where(c => c.Connection.Settings.Count > 0).ToDictionary(c => c.Type, StringComparer.Ordinal);

    public IEnumerable<IDeliveryChannel> All => byType.Values.OrderBy(c => c.Type, StringComparer.Ordinal);

    public IDeliveryChannel? Find(string type) => byType.GetValueOrDefault(type);

    public FieldError Unknown(string type) =>
        new("type", "unknown-type", $"“type” must be one of: {string.Join(", ", byType.Keys.Order(StringComparer.Ordinal))}.", null, Nearest.To(type, byType.Keys));
}
