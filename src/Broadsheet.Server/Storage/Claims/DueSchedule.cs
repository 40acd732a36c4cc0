using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>A schedule whose slot has come, locked by the transaction that read it; only what decides about its slot.</summary>
internal sealed record DueSchedule
{
    public required WorkspaceId Workspace { get; init; }
    public required ScheduleId Id { get; init; }
    public required Instant Due { get; init; }
    public required string Type { get; init; }
    public required string ConfigJson { get; init; }
    public required string PolicyJson { get; init; }

    /// <summary>Runs of its slots that wait.</summary>
    public required int Waiting { get; init; }

    /// <summary>Runs of its slots that are being made.</summary>
    public required int Running { get; init; }
}
