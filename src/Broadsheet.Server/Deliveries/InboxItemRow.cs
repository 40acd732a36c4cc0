using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Notifications;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Deliveries;

/// <summary>A report, or a message about a schedule, in somebody's inbox in the app.</summary>
internal sealed class InboxItemRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required Guid Id { get; init; }
    public required PersonId PersonId { get; init; }

    /// <summary>The run that it is, or is about; null where it is about no run.</summary>
    public required RunId? RunId { get; init; }
    public ScheduleId? ScheduleId { get; init; }
    public required DeliveryId DeliveryId { get; init; }

    /// <summary>What has happened to the schedule; null where it is a report.</summary>
    public NoticeEvent? Event { get; init; }
    public required string Subject { get; init; }
    public required string Text { get; init; }

    /// <summary>The page to look at; null where it is a report.</summary>
    public string? Link { get; init; }
    public required Instant CreatedAt { get; init; }
    public Instant? ReadAt { get; set; }

    public static void Map(ModelBuilder model) =>
        model.Entity<InboxItemRow>(e => e.ToTable("inbox_items").HasKey(r => new { r.WorkspaceId, r.Id }));
}
