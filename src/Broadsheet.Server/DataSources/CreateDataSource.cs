using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.DataSources;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.DataSources;

/// <summary>What <see cref="Settings"/> may hold is described by GET /api/v1/data-sources/types.</summary>
internal sealed record CreateDataSourceRequest
{
    public required string Name { get; init; }
    public required string Type { get; init; }
    public required JsonObject Settings { get; init; }
}

internal sealed class CreateDataSource(AppDb db, Clock clock, SourceTypes types, SourceParts parts, AuditLog audit)
{
    public async Task<Result<DataSourceWire>> RunAsync(Actor actor, CreateDataSourceRequest request, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageSources) is { } refused) return refused;
        var errors = new List<FieldError>();
        if (SourceSettings.RefuseName(request.Name) is { } name) errors.Add(name);
        if (types.Find(request.Type) is not { } adapter) return new Problem.Invalid([.. errors, types.Unknown(request.Type)]);
        var values = parts.Settings.Read(actor, adapter, request.Settings);
        if (values.Problem is Problem.Invalid invalid) errors.AddRange(invalid.Errors);
        else if (!values.IsOk) return values.Problem;
        if (errors.Count > 0 || !values.IsOk) return new Problem.Invalid(errors);

        var (now, id) = (clock.Now, new DataSourceId(clock.NewId()));
        var (plain, secret) = parts.Secrets.Split(adapter.Settings, values.Value, actor.Workspace, id);
        var row = new DataSourceRow
        {
            WorkspaceId = actor.Workspace,
            Id = id,
            Name = request.Name,
            Type = adapter.Type,
            SettingsJson = Wire.Text(plain),
            Secrets = secret,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.DataSources.Add(row);
        audit.Add(actor, "data_source.created", "data_source", id, row.Name, null, parts.Secrets.Audited(adapter.Settings, row));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            return new Problem.Invalid("name", "taken", "There is a data source of this name already.");
        }

        return parts.Secrets.Show(adapter.Settings, row);
    }
}
