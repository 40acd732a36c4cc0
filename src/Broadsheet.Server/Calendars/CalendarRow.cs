using Broadsheet.Core.Calendars;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Calendars;

/// <summary>Days on which business rests, with their names.</summary>
internal sealed class CalendarRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required CalendarId Id { get; init; }
    public required string Name { get; set; }

    /// <summary>Array of <c>{"date": "2026-12-25", "name": "…"}</c>, by date.</summary>
    public required string DatesJson { get; set; }
    public int Version { get; set; } = 1;
    public required Instant CreatedAt { get; init; }
    public required Instant UpdatedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<CalendarRow>(e =>
    {
        e.ToTable("calendars").HasKey(r => new { r.WorkspaceId, r.Id });
        e.Property(r => r.Version).IsConcurrencyToken();
    });
}
