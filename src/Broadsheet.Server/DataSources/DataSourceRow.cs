using Broadsheet.Core.DataSources;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.DataSources;

internal sealed class DataSourceRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required DataSourceId Id { get; init; }

    /// <summary>What reports call it: <c>source: demo</c>.</summary>
    public required string Name { get; set; }

    /// <summary>The adapter: postgres, sqlite.</summary>
    public required string Type { get; init; }
    public required string SettingsJson { get; set; }

    /// <summary>A protected JSON object of the secret settings; null where there are none.</summary>
    public string? Secrets { get; set; }
    public int Version { get; set; } = 1;
    public required Instant CreatedAt { get; init; }
    public required Instant UpdatedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<DataSourceRow>(e =>
    {
        e.ToTable("data_sources").HasKey(r => new { r.WorkspaceId, r.Id });
        e.Property(r => r.Version).IsConcurrencyToken();
    });
}
