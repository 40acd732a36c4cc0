using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.Runs;

/// <summary>
/// What a run makes and for whom: fixed at its first attempt (or when asked for, where there is no schedule), so that retries,
/// edits and deletions meanwhile change nothing about it.
/// </summary>
internal sealed record RunPlan
{
    /// <summary>As given: relative periods resolve against the slot.</summary>
    public required JsonObject Filters { get; init; }
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>Canonical destinations, their secrets protected.</summary>
    public required IReadOnlyList<JsonObject> Destinations { get; init; }
    /// <summary>Who gets a report of their own; null where all get the same.</summary>
    public JsonObject? ForEach { get; init; }
    public required SendCondition Condition { get; init; }
    /// <summary>Whether a short note goes out when the condition keeps the report back.</summary>
    public bool Note { get; init; }
    public required PolicyWire Policy { get; init; }

    /// <summary>IANA id of the zone that periods and the slot are shown in.</summary>
    public required string Zone { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Wire.Json);

    public static RunPlan Read(string json) => JsonSerializer.Deserialize<RunPlan>(json, Wire.Json)!;
}
