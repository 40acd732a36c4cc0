using Broadsheet.Core.Access;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Runs;

internal sealed class RunRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required RunId Id { get; init; }
    public ScheduleId? ScheduleId { get; init; }

    /// <summary>Kept so that the history reads well after the schedule is gone.</summary>
    public required string ScheduleName { get; init; }
    public required TemplateId TemplateId { get; init; }
    public required string ReportType { get; init; }

    /// <summary>The version it used; null until its first attempt.</summary>
    public int? TemplateVersion { get; set; }
    public required RunTrigger Trigger { get; set; }

    /// <summary>The instant it is for: periods resolve against it.</summary>
    public required Instant ScheduledFor { get; init; }

    /// <summary>The slot it holds; null for a run by hand. Unique within a schedule.</summary>
    public Instant? Slot { get; init; }
    public required RunState Status { get; set; }

    /// <summary>From 1. With <see cref="Node"/> it is the fencing token of every write.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>Attempts that took a worker down with them.</summary>
    public int Crashes { get; set; }

    /// <summary>The node that holds it.</summary>
    public Guid? Node { get; set; }
    public required PersonId OwnerId { get; init; }

    /// <summary>Who asked for it by hand.</summary>
    public PersonId? RequestedBy { get; init; }
    public required Instant QueuedAt { get; init; }
    public required Instant NotBefore { get; set; }
    public Instant? StartedAt { get; set; }
    public Instant? FinishedAt { get; set; }
    /// <summary>When it was found to be late, if it was.</summary>
    public Instant? LateAt { get; set; }
    public bool CancelRequested { get; set; }

    /// <summary>Waits until no earlier run of its schedule is queued or running.</summary>
    public bool Exclusive { get; init; }
    public string? Reason { get; set; }
    public string? Error { get; set; }

    /// <summary>Resolved filters; null until its first attempt.</summary>
    public string? FiltersJson { get; set; }

    /// <summary>What it makes and for whom: the run plan. Null until its first attempt, then never changed.</summary>
    public string? PlanJson { get; set; }
    public string? ContentHash { get; set; }
    public long? Rows { get; set; }

    public static void Map(ModelBuilder model) =>
        model.Entity<RunRow>(e => e.ToTable("runs").HasKey(r => new { r.WorkspaceId, r.Id }));
}
