using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.DataSources;
using Broadsheet.Core.Ports;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.DataSources;

/// <summary>What is given changes; <see cref="Settings"/> are merged. <see cref="Type"/> can be repeated, not changed.</summary>
internal sealed record EditDataSourceRequest
{
    public string? Name { get; init; }
    public string? Type { get; init; }
    public JsonObject? Settings { get; init; }
}

/// <summary>Replaces (PUT) or merges (PATCH). A source that reports read keeps its name.</summary>
internal sealed class EditDataSource(AppDb db, Clock clock, SourceTypes types, SourceParts parts, AuditLog audit)
{
    public Task<Result<DataSourceWire>> ReplaceAsync(Actor actor, DataSourceId id, CreateDataSourceRequest request, string? ifMatch, CancellationToken ct) =>
        RunAsync(actor, id, new() { Name = request.Name, Type = request.Type, Settings = request.Settings }, merge: false, ifMatch, ct);

    public Task<Result<DataSourceWire>> MergeAsync(Actor actor, DataSourceId id, EditDataSourceRequest request, string? ifMatch, CancellationToken ct) =>
        RunAsync(actor, id, request, merge: true, ifMatch, ct);

    private async Task<Result<DataSourceWire>> RunAsync(Actor actor, DataSourceId id, EditDataSourceRequest request, bool merge, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageSources) is { } refused) return refused;
        var row = await db.DataSources.SingleOrDefaultAsync(s => s.WorkspaceId == actor.Workspace && s.Id == id, ct);
        if (row is null) return new Problem.NotFound("data source");
        if (!ETags.Matches(ifMatch, row.Version)) return new Problem.Stale("data source");
        if (types.Find(row.Type) is not { } adapter) return new Problem.Conflict("unknown-type", $"This server knows no data sources of type “{row.Type}” any more.");
        if (request.Type is not null && request.Type != row.Type) return new Problem.Invalid("type", "fixed", $"The type stays “{row.Type}”; make another data source instead.", row.Type);
        if (request.Name is { } name && SourceSettings.RefuseName(name) is { } wrong) return new Problem.Invalid([wrong]);
        if (request.Name is not null && request.Name != row.Name && await parts.Uses.RefuseAsync(actor.Workspace, row.Name, "rename", ct) is { } used) return used;
        var values = parts.Settings.Read(actor, adapter, request.Settings ?? [], row, merge);
        return values.IsOk ? await SaveAsync(actor, row, request.Name ?? row.Name, adapter, values.Value, ct) : values.Problem;
    }

    private async Task<Result<DataSourceWire>> SaveAsync(Actor actor, DataSourceRow row, string name, IDataSource adapter, SettingValues values, CancellationToken ct)
    {
        var before = parts.Secrets.Audited(adapter.Settings, row);
        var (plain, secret) = parts.Secrets.Split(adapter.Settings, values, row.WorkspaceId, row.Id);
        (row.Name, row.SettingsJson, row.Secrets) = (name, Wire.Text(plain), secret);
        row.Version++;
        row.UpdatedAt = clock.Now;
        audit.Add(actor, "data_source.edited", "data_source", row.Id, row.Name, before, parts.Secrets.Audited(adapter.Settings, row));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Problem.Stale("data source");
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            return new Problem.Invalid("name", "taken", "There is a data source of this name already.");
        }

        return parts.Secrets.Show(adapter.Settings, row);
    }
}
