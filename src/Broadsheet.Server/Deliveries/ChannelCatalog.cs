using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Ports;

namespace Broadsheet.Server.Deliveries;

/// <summary>The channels this server has, and how a destination is read.</summary>
internal sealed class ChannelCatalog(IEnumerable<IDeliveryChannel> channels)
{
    /// <summary>The field of a destination that names a connection, beside the channel's own settings.</summary>
    public const string Connection = "connection";

    private readonly Dictionary<string, IDeliveryChannel> channels = channels.ToDictionary(c => c.Type);

    public IReadOnlyCollection<string> Types => channels.Keys;

    /// <summary>Channels over which sending again does no harm: the other side sees that it is the same.</summary>
    public IReadOnlyList<string> Repeatable => [.. channels.Values.Where(c => c.SafeToRepeat).Select(c => c.Type)];

    public IDeliveryChannel? Find(string type) => channels.GetValueOrDefault(type);

    /// <summary>True when destinations of this channel may name a connection.</summary>
    public static bool Connects(IDeliveryChannel channel) => channel.Connection.Settings.Count > 0;

    /// <summary>The channel that a destination is for; the error is relative to it.</summary>
    public Result<IDeliveryChannel> ChannelOf(JsonObject given)
    {
        if (given["type"] is not JsonValue node || node.GetValueKind() != JsonValueKind.String)
            return new Problem.Invalid("type", "required", $"“type” is needed, one of: {string.Join(", ", channels.Keys)}.");
        var type = node.GetValue<string>();
        return Find(type) is { } channel
            ? Result<IDeliveryChannel>.Ok(channel)
            : new Problem.Invalid("type", "unknown-channel", $"There is no channel “{type}”. There are: {string.Join(", ", channels.Keys)}.", Nearest.To(type, channels.Keys));
    }

    /// <summary>A destination with its secrets readable; errors are relative to it. Which connection it means is not looked up.</summary>
    public Result<Destination> Read(JsonObject given)
    {
        var known = ChannelOf(given);
        if (!known.IsOk) return known.Problem;
        var (channel, rest, errors) = (known.Value, given.DeepClone().AsObject(), new List<FieldError>());
        rest.Remove("type");
        var connection = Connects(channel) ? TakeConnection(rest, errors) : null;
        var settings = SettingValues.Parse(channel.Destination, rest);
        if (settings.Problem is Problem.Invalid invalid) errors.AddRange(invalid.Errors);
        if (errors.Count > 0 || !settings.IsOk) return new Problem.Invalid(errors);
        var recipients = channel.Recipients(settings.Value);
        return recipients.IsOk ? new Destination(channel, settings.Value, recipients.Value, connection) : recipients.Problem;
    }

    private static string? TakeConnection(JsonObject rest, List<FieldError> errors)
    {
        if (!rest.Remove(Connection, out var node) || node is null) return null;
        if (node.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is { Length: > 0 } named) return named;
        errors.Add(new(Connection, "wrong-type", "“connection” is the name or id of a connection of this workspace."));
        return null;
    }
}
