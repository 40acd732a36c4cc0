using Broadsheet.Server.Storage.Changes;
using NodaTime;

namespace Broadsheet.Server.Events;

/// <summary>Something that changed; read it again at its own address where it matters.</summary>
internal sealed record ChangeWire
{
    /// <summary>run, delivery, schedule or notification.</summary>
    public required string Type { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Of a run; null where it is a test.</summary>
    public Guid? ScheduleId { get; init; }

    /// <summary>Of a delivery or a notification.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The run's or the delivery's status; created, changed or deleted of a schedule; unread or read of a notification.</summary>
    public string? Status { get; init; }
    public required Instant At { get; init; }

    public static ChangeWire Of(Change change) => new()
    {
        Type = change.Type,
        Id = change.Object,
        ScheduleId = change.Type == "run" ? change.Parent : null,
        RunId = change.Type is "delivery" or "notification" ? change.Parent : null,
        Status = change.Status == "delivering" ? "running" : change.Status,
        At = change.At,
    };
}
