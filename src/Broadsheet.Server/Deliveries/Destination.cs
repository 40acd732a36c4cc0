using System.Text.Json.Nodes;
using Broadsheet.Core.Ports;

namespace Broadsheet.Server.Deliveries;

/// <summary>Where a schedule sends, checked. No recipient means the schedule's owner; no connection means the default of its type.</summary>
internal sealed record Destination(IDeliveryChannel Channel, SettingValues Settings, IReadOnlyList<string> Recipients, string? Connection)
{
    /// <summary>Canonical, with its type first; its secrets as they are.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["type"] = Channel.Type };
        if (Connection is not null) json[ChannelCatalog.Connection] = Connection;
        foreach (var (name, value) in Settings.ToJson()) json[name] = value?.DeepClone();
        return json;
    }
}
