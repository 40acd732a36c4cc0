using Broadsheet.Core.Access;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>A run to be inserted for one slot of a schedule, whose name, report and owner it takes over.</summary>
internal sealed record NewRun(WorkspaceId Workspace, ScheduleId Schedule, RunId Id, Instant Slot, RunTrigger Trigger)
{
    /// <summary>Set when the slot gets no work, and why.</summary>
    public string? SkippedBecause { get; init; }

    public required bool Exclusive { get; init; }

    /// <summary>The node that starts it as it is made; null for one that is queued.</summary>
    public Guid? Node { get; init; }

    /// <summary>Where a person asked.</summary>
    public PersonId? RequestedBy { get; init; }

    /// <summary>Not started before: the slot plus its jitter.</summary>
    public required Instant NotBefore { get; init; }
}
