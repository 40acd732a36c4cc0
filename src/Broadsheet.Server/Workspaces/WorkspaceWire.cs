using Broadsheet.Server.Http;
using NodaTime;

namespace Broadsheet.Server.Workspaces;

/// <summary>A workspace as callers see it. <paramref name="WeekStart"/> is 1 for Monday to 7 for Sunday.</summary>
internal sealed record WorkspaceWire(Guid Id, string Slug, string Name, string Timezone, int WeekStart, WorkspaceLimits Limits, WorkspaceRetention Retention, Instant CreatedAt, [property: ChangesByItself] Instant UpdatedAt, int Version)
{
    public static WorkspaceWire Of(WorkspaceRow row) =>
        new(row.Id.Value, row.Slug, row.Name, row.Timezone, row.WeekStart, WorkspaceLimits.Of(row), WorkspaceRetention.Of(row), row.CreatedAt, row.UpdatedAt, row.Version);
}
