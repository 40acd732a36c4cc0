using Broadsheet.Core;
using Broadsheet.Core.Connections;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Connections;

/// <summary>Gives whoever sends the connection that a destination means.</summary>
internal sealed class ConnectionCatalog(AppDb db, ConnectionTypes types, ConnectionSecrets secrets)
{
    /// <summary>
    /// The one that is named, by name or id, else the workspace's default of the type; null where that is not there either. What is
    /// wrong is at <c>connection</c>.
    /// </summary>
    public async Task<Result<ConnectionRow?>> ChooseAsync(WorkspaceId workspace, string type, string? named, CancellationToken ct)
    {
        if (named is null)
            return Result<ConnectionRow?>.Ok(await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.WorkspaceId == workspace && c.Type == type && c.IsDefault, ct));
        var id = new ConnectionId(Guid.TryParse(named, out var given) ? given : Guid.Empty);
        var row = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.WorkspaceId == workspace && (c.Id == id || c.Name == named), ct);
        if (row is null)
        {
            var known = await NamesAsync(workspace, type, ct);
            return new Problem.Invalid("connection", "unknown-connection", $"This workspace has no connection “{named}”. {Remedy(type, known)}", Nearest.To(named, known));
        }

        return row.Type == type
            ? row
            : new Problem.Invalid("connection", "wrong-type", $"The connection “{row.Name}” is for {row.Type}; this destination is for {type}.");
    }

    /// <summary>The refusal of a destination that cannot do without a connection where there is none to use.</summary>
    public async Task<Problem> MissingAsync(WorkspaceId workspace, string type, CancellationToken ct)
    {
        var known = await NamesAsync(workspace, type, ct);
        return new Problem.Invalid("connection", "no-connection", $"This destination cannot be sent to without a connection for {type}, and the workspace has no default one. {Remedy(type, known)}", known.Count > 0 ? known[0] : null);
    }

    /// <summary>Its settings with the secrets: for one delivery or test, never for an answer or a log.</summary>
    public Result<SettingValues> Open(ConnectionRow row)
    {
        if (types.Find(row.Type) is not { } channel) return new Problem.Conflict("unknown-type", $"This server knows no connections of type “{row.Type}” any more.");
        var stored = secrets.Open(row);
        if (!stored.IsOk) return stored.Problem;
        var settings = Wire.Object(row.SettingsJson);
        foreach (var (name, value) in stored.Value) settings[name] = value?.DeepClone();
        var values = SettingValues.Parse(channel.Connection, settings);
        return values.IsOk ? values : new Problem.Conflict("settings", $"The settings of the connection “{row.Name}” are no longer complete: {values.Problem.Summary}");
    }

    private static string Remedy(string type, IReadOnlyList<string> known) => known.Count > 0
        ? $"Name one as “connection”: {string.Join(", ", known)}."
        : $"An admin adds one: POST /api/v1/connections with \"type\": \"{type}\" and \"default\": true.";

    private async Task<IReadOnlyList<string>> NamesAsync(WorkspaceId workspace, string type, CancellationToken ct) =>
        await db.Connections.Where(c => c.WorkspaceId == workspace && c.Type == type).OrderBy(c => c.Name).Select(c => c.Name).ToListAsync(ct);
}
