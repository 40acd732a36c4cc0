using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Runs;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>A schedule as the API answers it.</summary>
internal sealed record ScheduleWire
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string ScheduleType { get; init; }
    public required JsonObject ScheduleConfig { get; init; }

    /// <summary>The recurrence in plain English.</summary>
    public required string Description { get; init; }
    public required Guid TemplateId { get; init; }
    public required string ReportType { get; init; }
    public required string ReportTitle { get; init; }
    public required JsonObject Filters { get; init; }
    public required JsonArray Formats { get; init; }

    /// <summary>Of a secret in one only that it is set: <c>{"set": true}</c>.</summary>
    public required JsonArray Destinations { get; init; }
    /// <summary>Who gets a report of their own; null where all get the same. Destinations then have no “to”.</summary>
    public required JsonObject? ForEach { get; init; }
    public required ConditionWire Condition { get; init; }
    public required PolicyWire Policy { get; init; }
    public required bool Enabled { get; init; }
    public required OwnerWire Owner { get; init; }
    [ChangesByItself]
    public required ScheduleState State { get; init; }

    /// <summary>Why it paused itself; null when a person did or it is not paused.</summary>
    [ChangesByItself]
    public required string? PausedReason { get; init; }
    [ChangesByItself]
    public required Instant? LastRunAt { get; init; }
    [ChangesByItself]
    public required string? LastStatus { get; init; }

    /// <summary>Null when it is paused or never fires again.</summary>
    [ChangesByItself]
    public required Instant? NextRunAt { get; init; }
    public required Instant CreatedAt { get; init; }
    [ChangesByItself]
    public required Instant UpdatedAt { get; init; }
    public required int Version { get; init; }

    /// <summary>The last runs, newest first, as many as <c>recent</c> asked for.</summary>
    [ChangesByItself]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RecentRunWire>? RecentRuns { get; init; }

    public static ScheduleWire Of(ScheduleView view, string description)
    {
        var row = view.Row;
        return new()
        {
            Id = row.Id.Value,
            Name = row.Name,
            ScheduleType = row.ScheduleType,
            ScheduleConfig = Wire.Object(row.ScheduleConfigJson),
            Description = description,
            TemplateId = row.TemplateId.Value,
            ReportType = view.ReportType,
            ReportTitle = view.ReportTitle,
            Filters = Wire.Object(row.FiltersJson),
            Formats = JsonNode.Parse(row.FormatsJson)!.AsArray(),
            Destinations = DestinationSecrets.Masked(row.DestinationsJson),
            ForEach = row.ForEachJson is null ? null : Wire.Object(row.ForEachJson),
            Condition = new() { Send = row.Condition, Note = row.SendNote },
            Policy = JsonSerializer.Deserialize<PolicyWire>(row.PolicyJson, Wire.Json)!,
            Enabled = row.Enabled,
            Owner = new(row.OwnerId.Value, view.OwnerName, view.OwnerEmail),
            State = StateOf(row),
            PausedReason = row.PausedReason,
            LastRunAt = row.LastRunAt,
            LastStatus = row.LastStatus,
            NextRunAt = row.Enabled && row.NextRunAt < ScheduleRow.Never ? row.NextRunAt : null,
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
            Version = row.Version,
        };
    }

    private static ScheduleState StateOf(ScheduleRow row) => row switch
    {
        { Enabled: false } => ScheduleState.Paused,
        { LastStatus: null } => ScheduleState.NeverRan,
        { LastStatus: "failed" or "partially_failed" } => ScheduleState.Failing,
        _ => ScheduleState.Ok,
    };
}

/// <summary>Whose schedule it is: it runs with their rights.</summary>
internal sealed record OwnerWire(Guid Id, string Name, string Email);
