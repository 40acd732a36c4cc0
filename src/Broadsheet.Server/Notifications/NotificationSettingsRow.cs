using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Notifications;

/// <summary>What one person wants to be told in one workspace. Who has no row has the defaults.</summary>
internal sealed class NotificationSettingsRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required PersonId PersonId { get; init; }

    /// <summary>Of every schedule, not only of those they own.</summary>
    public required bool WatchesAll { get; set; }

    /// <summary>The choices as they are answered, complete.</summary>
    public required string ChoicesJson { get; set; }
    public int Version { get; set; } = 1;
    public required Instant UpdatedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<NotificationSettingsRow>(e =>
    {
        e.ToTable("notification_settings").HasKey(r => new { r.WorkspaceId, r.PersonId });
        e.Property(r => r.Version).IsConcurrencyToken();
    });
}
