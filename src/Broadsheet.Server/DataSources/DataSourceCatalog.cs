using Broadsheet.Core;
using Broadsheet.Core.DataSources;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.DataSources;

/// <summary>Gives whoever renders a report the source that it names.</summary>
internal sealed class DataSourceCatalog(AppDb db, SourceTypes types, SourceSecrets secrets, SourceFiles files, KnownSecrets known)
{
    public async Task<Result<ReadySource>> OpenAsync(WorkspaceId workspace, string name, CancellationToken ct)
    {
        var row = await db.DataSources.AsNoTracking().SingleOrDefaultAsync(s => s.WorkspaceId == workspace && s.Name == name, ct);
        if (row is not null) return Ready(row);
        var others = await db.DataSources.Where(s => s.WorkspaceId == workspace).Select(s => s.Name).ToListAsync(ct);
        return new Problem.Invalid("source", "unknown-source", $"This workspace has no data source “{name}”.", Nearest.To(name, others));
    }

    public async Task<Result<ReadySource>> OpenAsync(WorkspaceId workspace, DataSourceId id, CancellationToken ct)
    {
        var row = await db.DataSources.AsNoTracking().SingleOrDefaultAsync(s => s.WorkspaceId == workspace && s.Id == id, ct);
        return row is null ? new Problem.NotFound("data source") : Ready(row);
    }

    private Result<ReadySource> Ready(DataSourceRow row)
    {
        if (types.Find(row.Type) is not { } adapter) return new Problem.Conflict("unknown-type", $"This server knows no data sources of type “{row.Type}” any more.");
        var stored = secrets.Open(row);
        if (!stored.IsOk) return stored.Problem;
        var settings = Wire.Object(row.SettingsJson);
        foreach (var (name, value) in stored.Value) settings[name] = value?.DeepClone();
        var values = SettingValues.Parse(adapter.Settings, settings);
        if (!values.IsOk) return new Problem.Conflict("settings", $"The settings of the data source “{row.Name}” are no longer complete: {values.Problem.Summary}");
        return adapter.Type == "sqlite" && Moved(values.Value) is { } moved ? moved : new ReadySource(adapter, values.Value, known);
    }

    /// <summary>The stored path has no links in it; one that leads elsewhere now was changed behind our back.</summary>
    private Problem? Moved(SettingValues values)
    {
        var path = values.Text(SourceFiles.Setting)!;
        if (RealPath.Of(path) != path) return new Problem.Conflict("path", "The file of this data source has become a link; save the data source again.");
        return files.Refuse(path);
    }
}
