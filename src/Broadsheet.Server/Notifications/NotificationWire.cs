using Broadsheet.Core.Notifications;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Runs;
using NodaTime;

namespace Broadsheet.Server.Notifications;

/// <summary>A message in the caller's inbox, with what there is to open.</summary>
internal sealed record NotificationWire
{
    public required Guid Id { get; init; }

    /// <summary>What happened to the schedule; null where the message is a report.</summary>
    public required NoticeEvent? Event { get; init; }

    /// <summary>Null where it is about no run.</summary>
    public required Guid? RunId { get; init; }

    /// <summary>Null where the run was a test.</summary>
    public required Guid? ScheduleId { get; init; }
    public required string? ReportType { get; init; }
    public required string Subject { get; init; }
    public required string Text { get; init; }

    /// <summary>The page to look at; null where the message is a report.</summary>
    public required string? Link { get; init; }

    /// <summary>The run's files that have not expired: GET /api/v1/reports/artifacts/{id}.</summary>
    public required IReadOnlyList<NotificationFileWire> Artifacts { get; init; }
    public required Instant CreatedAt { get; init; }

    /// <summary>Null while it is unread.</summary>
    public required Instant? ReadAt { get; init; }

    public static NotificationWire Of(InboxItemRow item, RunRow? run, IEnumerable<ArtifactRow> files) => new()
    {
        Id = item.Id,
        Event = item.Event,
        RunId = item.RunId?.Value,
        ScheduleId = (item.ScheduleId ?? run?.ScheduleId)?.Value,
        ReportType = run?.ReportType,
        Subject = item.Subject,
        Text = item.Text,
        Link = item.Link,
        Artifacts = [.. files.Select(NotificationFileWire.Of)],
        CreatedAt = item.CreatedAt,
        ReadAt = item.ReadAt,
    };
}

/// <summary>A file of the run.</summary>
internal sealed record NotificationFileWire(Guid Id, string Format, string FileName, string MediaType, long Bytes, long Rows, Instant ExpiresAt)
{
    public static NotificationFileWire Of(ArtifactRow row) => new(row.Id.Value, row.Format, row.FileName, row.MediaType, row.Bytes, row.Rows, row.ExpiresAt);
}
