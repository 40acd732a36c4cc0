using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Connections;
using Broadsheet.Core.Ports;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Connections;

/// <summary>What is given changes; <see cref="Settings"/> are merged. <see cref="Type"/> can be repeated, not changed.</summary>
internal sealed record EditConnectionRequest
{
    public string? Name { get; init; }
    public string? Type { get; init; }
    public JsonObject? Settings { get; init; }
    public bool? Default { get; init; }
}

/// <summary>Replaces (PUT) or merges (PATCH). Destinations keep the connection by its id, so it may be renamed.</summary>
internal sealed class EditConnection(AppDb db, Clock clock, ConnectionTypes types, ConnectionSecrets secrets, ConnectionStore store, AuditLog audit)
{
    public Task<Result<ConnectionWire>> ReplaceAsync(Actor actor, ConnectionId id, CreateConnectionRequest request, string? ifMatch, CancellationToken ct) =>
        RunAsync(actor, id, new() { Name = request.Name, Type = request.Type, Settings = request.Settings, Default = request.Default }, merge: false, ifMatch, ct);

    public Task<Result<ConnectionWire>> MergeAsync(Actor actor, ConnectionId id, EditConnectionRequest request, string? ifMatch, CancellationToken ct) =>
        RunAsync(actor, id, request, merge: true, ifMatch, ct);

    private async Task<Result<ConnectionWire>> RunAsync(Actor actor, ConnectionId id, EditConnectionRequest request, bool merge, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageSources) is { } refused) return refused;
        var row = await db.Connections.SingleOrDefaultAsync(c => c.WorkspaceId == actor.Workspace && c.Id == id, ct);
        if (row is null) return new Problem.NotFound("connection");
        if (!ETags.Matches(ifMatch, row.Version)) return new Problem.Stale("connection");
        if (types.Find(row.Type) is not { } channel) return new Problem.Conflict("unknown-type", $"This server knows no connections of type “{row.Type}” any more.");
        if (request.Type is not null && request.Type != row.Type) return new Problem.Invalid("type", "fixed", $"The type stays “{row.Type}”; make another connection instead.", row.Type);
        if (request.Name is { } name && ConnectionSettings.RefuseName(name) is { } wrong) return new Problem.Invalid([wrong]);
        var kept = secrets.Open(row);
        var values = ConnectionSettings.Read(channel, request.Settings ?? [], row, kept.IsOk ? kept.Value : [], merge);
        if (!values.IsOk) return values.Problem;
        var before = secrets.Audited(channel.Connection, row);
        Apply(row, request, channel.Connection, values.Value);
        audit.Add(actor, "connection.edited", "connection", row.Id, row.Name, before, secrets.Audited(channel.Connection, row));
        return await store.SaveAsync(row, ct) is { } problem ? problem : secrets.Show(channel.Connection, row);
    }

    private void Apply(ConnectionRow row, EditConnectionRequest request, SettingsSchema schema, SettingValues values)
    {
        var (plain, secret) = secrets.Split(schema, values, row.WorkspaceId, row.Id);
        (row.SettingsJson, row.Secrets) = (Wire.Text(plain), secret);
        row.Name = request.Name ?? row.Name;
        row.IsDefault = request.Default ?? row.IsDefault;
        row.Version++;
        row.UpdatedAt = clock.Now;
    }
}
