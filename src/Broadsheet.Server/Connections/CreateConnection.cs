using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Connections;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;

namespace Broadsheet.Server.Connections;

/// <summary>What <see cref="Settings"/> may hold is described by GET /api/v1/connections/types.</summary>
internal sealed record CreateConnectionRequest
{
    public required string Name { get; init; }
    public required string Type { get; init; }
    public required JsonObject Settings { get; init; }

    /// <summary>Used by destinations of its type that name none; takes that from the one before. Absent: no; on PUT: as it was.</summary>
    public bool? Default { get; init; }
}

internal sealed class CreateConnection(AppDb db, Clock clock, ConnectionTypes types, ConnectionSecrets secrets, ConnectionStore store, AuditLog audit)
{
    public async Task<Result<ConnectionWire>> RunAsync(Actor actor, CreateConnectionRequest request, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageSources) is { } refused) return refused;
        var errors = new List<FieldError>();
        if (ConnectionSettings.RefuseName(request.Name) is { } name) errors.Add(name);
        if (types.Find(request.Type) is not { } channel) return new Problem.Invalid([.. errors, types.Unknown(request.Type)]);
        var values = ConnectionSettings.Read(channel, request.Settings);
        if (values.Problem is Problem.Invalid invalid) errors.AddRange(invalid.Errors);
        else if (!values.IsOk) return values.Problem;
        if (errors.Count > 0 || !values.IsOk) return new Problem.Invalid(errors);

        var (now, id) = (clock.Now, new ConnectionId(clock.NewId()));
        var (plain, secret) = secrets.Split(channel.Connection, values.Value, actor.Workspace, id);
        var row = new ConnectionRow
        {
            WorkspaceId = actor.Workspace,
            Id = id,
            Name = request.Name,
            Type = channel.Type,
            SettingsJson = Wire.Text(plain),
            Secrets = secret,
            IsDefault = request.Default == true,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Connections.Add(row);
        audit.Add(actor, "connection.created", "connection", id, row.Name, null, secrets.Audited(channel.Connection, row));
        return await store.SaveAsync(row, ct) is { } problem ? problem : secrets.Show(channel.Connection, row);
    }
}
