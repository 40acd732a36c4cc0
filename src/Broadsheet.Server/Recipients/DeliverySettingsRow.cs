using System.Text.Json;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Recipients;

/// <summary>How a workspace delivers. A workspace without a row has the defaults.</summary>
internal sealed class DeliverySettingsRow
{
    public const long DefaultAttachUpTo = 15_000_000;
    public const int DefaultLinkDays = 3;

    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Domains, and domains with what is below them as <c>*.example.com</c>; empty for everywhere.</summary>
    public string AllowedDomainsJson { get; set; } = "[]";

    /// <summary>Bytes of all files of a message together.</summary>
    public long AttachUpTo { get; set; } = DefaultAttachUpTo;
    public int LinkDays { get; set; } = DefaultLinkDays;

    /// <summary>Of destinations that have none of their own.</summary>
    public string? Subject { get; set; }
    public string? Text { get; set; }
    public int Version { get; set; }
    public required Instant UpdatedAt { get; set; }

    public IReadOnlyList<string> AllowedDomains => JsonSerializer.Deserialize<List<string>>(AllowedDomainsJson)!;

    /// <summary>What holds in a workspace.</summary>
    public static async Task<DeliverySettingsRow> OfAsync(AppDb db, WorkspaceId workspace, CancellationToken ct) =>
        await db.DeliverySettings.AsNoTracking().SingleOrDefaultAsync(s => s.WorkspaceId == workspace, ct) ?? Default(workspace);

    public static DeliverySettingsRow Default(WorkspaceId workspace) => new() { WorkspaceId = workspace, UpdatedAt = NodaConstants.UnixEpoch };

    public static void Map(ModelBuilder model) => model.Entity<DeliverySettingsRow>(e =>
    {
        e.ToTable("delivery_settings").HasKey(r => r.WorkspaceId);
        e.Property(r => r.Version).IsConcurrencyToken();
        e.Ignore(r => r.AllowedDomains);
    });
}
