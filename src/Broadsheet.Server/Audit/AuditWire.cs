using System.Text.Json.Nodes;
using Broadsheet.Server.Http;
using NodaTime;

namespace Broadsheet.Server.Audit;

/// <summary>An entry as callers see it.</summary>
internal sealed record AuditWire
{
    public required Guid Id { get; init; }

    /// <summary>Its place in the workspace's chain, from 1 without gaps.</summary>
    public required long Number { get; init; }
    public required Instant At { get; init; }
    public required string Actor { get; init; }
    public Guid? PersonId { get; init; }
    public Guid? ApiKeyId { get; init; }
    public required string Origin { get; init; }
    public required string Action { get; init; }
    public required string ObjectType { get; init; }
    public required string ObjectId { get; init; }
    public string? ObjectName { get; init; }
    public string? ReportType { get; init; }
    public required bool Failed { get; init; }
    public JsonObject? Before { get; init; }
    public JsonObject? After { get; init; }

    /// <summary>Hexadecimal SHA-256 of this entry and the one before it.</summary>
    public required string Hash { get; init; }

    public static AuditWire Of(AuditRow row) => new()
    {
        Id = row.Id.Value,
        Number = row.Number,
        At = row.At,
        Actor = row.Actor,
        PersonId = row.PersonId?.Value,
        ApiKeyId = row.ApiKeyId?.Value,
        Origin = row.Origin,
        Action = row.Action,
        ObjectType = row.ObjectType,
        ObjectId = row.ObjectId,
        ObjectName = row.ObjectName,
        ReportType = row.ReportType,
        Failed = row.Failed,
        Before = row.Before is null ? null : Wire.Object(row.Before),
        After = row.After is null ? null : Wire.Object(row.After),
        Hash = Convert.ToHexStringLower(row.Hash),
    };
}
