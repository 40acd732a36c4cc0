using System.Text.Json.Nodes;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using NodaTime;

namespace Broadsheet.Server.Runs;

/// <summary>A run as the API answers it.</summary>
internal sealed record RunWire
{
    public required Guid Id { get; init; }
    public required Guid? ScheduleId { get; init; }
    public required string ScheduleName { get; init; }
    public required Guid TemplateId { get; init; }
    public required string ReportType { get; init; }
    public required int? TemplateVersion { get; init; }
    public required RunTrigger Trigger { get; init; }
    public required Instant ScheduledFor { get; init; }

    /// <summary>queued, running, succeeded, partially_failed, failed, skipped or cancelled.</summary>
    public required string Status { get; init; }
    public required int Attempt { get; init; }
    public required Instant QueuedAt { get; init; }
    public required Instant? StartedAt { get; init; }
    public required Instant? FinishedAt { get; init; }

    /// <summary>When it was found to be late; null when it was not.</summary>
    public required Instant? LateAt { get; init; }

    /// <summary>Why it was skipped or cancelled.</summary>
    public required string? Reason { get; init; }
    public required long? Rows { get; init; }

    /// <summary>The resolved ones; empty before the first attempt.</summary>
    public required JsonObject Filters { get; init; }
    public required IReadOnlyList<ArtifactWire> Artifacts { get; init; }
    public required IReadOnlyList<DeliveryWire> Deliveries { get; init; }
    public required string? Error { get; init; }

    /// <summary>Who asked for it by hand; null when nobody did.</summary>
    public StarterWire? RequestedBy { get; init; }

    /// <summary>While it waits or runs: how long the last ones of its schedule took, on average; null when that is not known.</summary>
    public double? ExpectedSeconds { get; init; }

    /// <summary>The run of the same schedule before this one; only where one run is asked for.</summary>
    public Guid? PreviousRunId { get; init; }

    public static RunWire Of(RunRow row, IEnumerable<ArtifactRow> artifacts, IEnumerable<DeliveryRow> deliveries) => new()
    {
        Id = row.Id.Value,
        ScheduleId = row.ScheduleId?.Value,
        ScheduleName = row.ScheduleName,
        TemplateId = row.TemplateId.Value,
        ReportType = row.ReportType,
        TemplateVersion = row.TemplateVersion,
        Trigger = row.Trigger,
        ScheduledFor = row.ScheduledFor,
        Status = StatusOf(row.Status),
        Attempt = row.Attempt,
        QueuedAt = row.QueuedAt,
        StartedAt = row.StartedAt,
        FinishedAt = row.FinishedAt,
        LateAt = row.LateAt,
        Reason = row.Reason,
        Rows = row.Rows,
        Filters = Wire.Object(row.FiltersJson),
        Artifacts = [.. artifacts.Select(ArtifactWire.Of)],
        Deliveries = [.. deliveries.Select(DeliveryWire.Of)],
        Error = row.Error,
    };

    /// <summary>Delivering is a detail: to callers the run still runs.</summary>
    public static string StatusOf(RunState state) => Word<RunState>.Of(state == RunState.Delivering ? RunState.Running : state);
}

internal sealed record StarterWire(Guid Id, string Name);

/// <summary>The answer to what starts a run.</summary>
internal sealed record StartedRun(Guid RunId, string Status);
