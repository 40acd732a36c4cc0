using Broadsheet.Core.Access;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Schedules;

internal sealed class ScheduleRow
{
    /// <summary>What <see cref="NextRunAt"/> holds when the recurrence never fires again: the column is not null by contract.</summary>
    public static readonly Instant Never = Instant.FromUtc(9999, 12, 31, 0, 0);

    public required WorkspaceId WorkspaceId { get; init; }
    public required ScheduleId Id { get; init; }
    public required string Name { get; set; }

    /// <summary>daily, weekly, monthly or cron.</summary>
    public required string ScheduleType { get; set; }

    /// <summary>The recurrence in canonical form.</summary>
    public required string ScheduleConfigJson { get; set; }
    public required TemplateId TemplateId { get; set; }

    /// <summary>As given: relative periods stay relative.</summary>
    public string? FiltersJson { get; set; }
    public bool Enabled { get; set; }

    /// <summary>Slot of the newest run that its recurrence gave.</summary>
    public Instant? LastRunAt { get; set; }

    /// <summary>The next slot; a disabled schedule keeps the one it stopped at.</summary>
    public Instant NextRunAt { get; set; }
    public required Instant CreatedAt { get; init; }
    public required Instant UpdatedAt { get; set; }
    public required string FormatsJson { get; set; }

    /// <summary>Canonical, the secrets in them protected.</summary>
    public required string DestinationsJson { get; set; }

    /// <summary>The types of its destinations between commas, for finding: <c>,email,inbox,</c>.</summary>
    public string Channels { get; set; } = ",";
    public SendCondition Condition { get; set; }
    /// <summary>Whether a short note goes out when the condition keeps the report back.</summary>
    public bool SendNote { get; set; }
    /// <summary>Who gets a report of their own, as it was written; null where all get the same.</summary>
    public string? ForEachJson { get; set; }
    public required string PolicyJson { get; set; }

    /// <summary>The recurrence as it was typed, where it came as text.</summary>
    public string? RecurrenceText { get; set; }
    public required PersonId OwnerId { get; set; }

    /// <summary>Status of the newest finished run, in the API's word.</summary>
    public string? LastStatus { get; set; }
    public int FailuresInARow { get; set; }

    /// <summary>When the streak of failures began that has not ended in a success; null where there is none.</summary>
    public Instant? FailingSince { get; set; }

    /// <summary>Why it paused itself; null when a person did.</summary>
    public string? PausedReason { get; set; }

    /// <summary>The time zone data <see cref="NextRunAt"/> was computed with.</summary>
    public required string TzdbVersion { get; set; }
    public int Version { get; set; } = 1;

    /// <summary>The slot that was said to be late because no worker had taken it.</summary>
    public Instant? LateSlot { get; set; }

    /// <summary>The first of the slots that got no run and of which nobody has been told yet.</summary>
    public Instant? MissedFrom { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<ScheduleRow>(e =>
    {
        e.ToTable("report_schedules").HasKey(r => new { r.WorkspaceId, r.Id });
        e.Property(r => r.Version).IsConcurrencyToken();
    });
}
