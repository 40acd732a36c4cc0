using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Recurrence;
using Broadsheet.Server.Reports;
using Broadsheet.Server.Runs;

namespace Broadsheet.Server.Schedules;

/// <summary>A schedule's body that passed every check: made by <see cref="CheckSchedule"/> only.</summary>
internal sealed record CheckedSchedule
{
    public required string Name { get; init; }
    public required RecurrenceRule Rule { get; init; }

    /// <summary>As typed, where the recurrence came as text.</summary>
    public string? RecurrenceText { get; init; }
    public required KnownReport Report { get; init; }
    public required JsonObject Filters { get; init; }
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>Canonical, each with its type, their secrets protected.</summary>
    public required IReadOnlyList<JsonObject> Destinations { get; init; }
    /// <summary>Who gets a report of their own; null where all get the same.</summary>
    public JsonObject? ForEach { get; init; }
    public required ConditionWire Condition { get; init; }
    public required PolicyWire Policy { get; init; }
    public required bool Enabled { get; init; }
    public IReadOnlyList<FieldError> Warnings { get; init; } = [];
}
