using System.Text.Json.Nodes;

namespace Broadsheet.Server.Audit;

/// <summary>What happened, for an entry. <see cref="Action"/> is <c>schedule.created</c>: object, dot, past tense.</summary>
internal sealed record AuditEvent
{
    public required string Action { get; init; }
    public required string ObjectType { get; init; }
    public required object ObjectId { get; init; }
    public string? Name { get; init; }

    /// <summary>Null for a creation.</summary>
    public JsonObject? Before { get; init; }

    /// <summary>Null for a deletion.</summary>
    public JsonObject? After { get; init; }

    /// <summary>The report it was about, where it was about one.</summary>
    public string? Report { get; init; }

    /// <summary>It was tried and did not come about.</summary>
    public bool Failed { get; init; }
}
