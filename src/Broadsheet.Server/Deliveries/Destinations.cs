using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports.Templates;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Connections;

namespace Broadsheet.Server.Deliveries;

/// <summary>Destinations between what callers write, what is stored, and what a channel is handed.</summary>
internal sealed class Destinations(ChannelCatalog channels, DestinationSecrets secrets, ConnectionCatalog connections)
{
    /// <summary>
    /// What a caller wrote, as it is to be stored: canonical, secrets protected, the connection by its id. Errors are relative to it.
    /// </summary>
    /// <param name="stored">What is stored in its place, for the secrets that come masked; null where nothing is.</param>
    public async Task<Result<JsonObject>> ReadAsync(WorkspaceId workspace, JsonObject given, JsonObject? stored, CancellationToken ct)
    {
        if (!DestinationSecrets.HasMask(given) || channels.ChannelOf(given) is not { IsOk: true } known) return await CheckedAsync(workspace, channels.Read(given), ct);
        var keeping = secrets.Keep(workspace, known.Value, given, stored);
        if (!keeping.IsOk) return keeping.Problem;
        var (filled, kept) = keeping.Value;
        var read = channels.Read(filled);
        if (read.IsOk && kept.Count > 0 && SettingsEdit.Moved(known.Value.Destination, stored!, read.Value.Settings) is { } moved)
            return new Problem.Invalid([.. kept.Select(name => SettingsEdit.Again(name, moved))]);
        return await CheckedAsync(workspace, read, ct);
    }

    /// <summary>A stored one, ready to send to.</summary>
    public Result<Destination> Open(WorkspaceId workspace, JsonObject stored) => secrets.Open(workspace, stored).Then(channels.Read);

    /// <summary>
    /// The settings and secrets of the connection that it names, else of the workspace's default of its type; null where there is
    /// neither, or the channel knows no connections.
    /// </summary>
    public async Task<Result<SettingValues?>> ConnectAsync(WorkspaceId workspace, Destination destination, CancellationToken ct)
    {
        if (!ChannelCatalog.Connects(destination.Channel)) return Result<SettingValues?>.Ok(null);
        var chosen = await connections.ChooseAsync(workspace, destination.Channel.Type, destination.Connection, ct);
        if (!chosen.IsOk) return chosen.Problem;
        if (chosen.Value is not { } row) return Result<SettingValues?>.Ok(null);
        var opened = connections.Open(row);
        return opened.IsOk ? Result<SettingValues?>.Ok(opened.Value) : opened.Problem;
    }

    /// <summary>Placeholders that cannot be read; whether a name is known is for the report to say.</summary>
    private static List<FieldError> WrongTexts(Destination destination) =>
        [.. new[] { "subject", "text" }.SelectMany(name => destination.Settings.Text(name) is { } text && Template.Parse(text).Problem is Problem.Invalid invalid ? invalid.Errors.Select(e => e.Under(name)) : [])];

    private async Task<Result<JsonObject>> CheckedAsync(WorkspaceId workspace, Result<Destination> read, CancellationToken ct)
    {
        if (!read.IsOk) return read.Problem;
        var destination = read.Value;
        if (WrongTexts(destination) is { Count: > 0 } wrong) return new Problem.Invalid(wrong);
        if (!ChannelCatalog.Connects(destination.Channel)) return secrets.Protect(workspace, destination);
        var chosen = await connections.ChooseAsync(workspace, destination.Channel.Type, destination.Connection, ct);
        if (!chosen.IsOk) return chosen.Problem;
        if (chosen.Value is null && destination.Channel.NeedsConnection(destination.Settings)) return await connections.MissingAsync(workspace, destination.Channel.Type, ct);
        return secrets.Protect(workspace, destination.Connection is null ? destination : destination with { Connection = chosen.Value!.Id.ToString() });
    }
}
