using Broadsheet.Core.Reports;
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
    public required TemplateId Template { get; init; }

    /// <summary>Where the row lies, as the database says it; good within the transaction that locked it.</summary>
    public required string Place { get; init; }
    public required string Type { get; init; }
    public required string ConfigJson { get; init; }
    public required string PolicyJson { get; init; }

    /// <summary>Runs of its slots that wait.</summary>
    public int Waiting { get; init; }

    /// <summary>Runs of its slots that are being made.</summary>
    public int Running { get; init; }

    /// <summary>A run of it is open that no other may be made beside, a backfill's included.</summary>
    public bool Blocked { get; init; }
}
