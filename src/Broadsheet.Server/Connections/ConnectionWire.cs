using System.Text.Json.Nodes;
using Broadsheet.Server.Http;
using NodaTime;

namespace Broadsheet.Server.Connections;

/// <summary>A connection as callers see it: of a secret setting only whether it is set, <c>{"set": true}</c>.</summary>
internal sealed record ConnectionWire
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Type { get; init; }
    public required JsonObject Settings { get; init; }

    /// <summary>Destinations of its type that name no connection use it.</summary>
    public required bool Default { get; init; }
    public required Instant CreatedAt { get; init; }
    [ChangesByItself]
    public required Instant UpdatedAt { get; init; }
    public required int Version { get; init; }

    /// <summary>In the answer to a change: the schedules that depend on it.</summary>
    [ChangesByItself]
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TouchedScheduleWire>? TouchedSchedules { get; init; }
}
