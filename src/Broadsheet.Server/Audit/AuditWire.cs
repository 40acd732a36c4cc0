using System.Text.Json.Nodes;
using Broadsheet.Server.Http;
using NodaTime;

namespace Broadsheet.Server.Audit;

/// <summary>An entry as callers see it.</summary>
internal sealed record AuditWire
{
    public required Guid Id { get; init; }
    public required Instant At { get; init; }
    public required string Actor { get; init; }
    public Guid? PersonId { get; init; }
    public Guid? ApiKeyId { get; init; }
    public required string Origin { get; init; }
    public required string Action { get; init; }
    public required string ObjectType { get; init; }
    public required string ObjectId { get; init; }
    public string? ObjectName { get; init; }
    public JsonObject? Before { get; init; }
    public JsonObject? After { get; init; }

    public static AuditWire Of(AuditRow row) => new()
    {
        Id = row.Id.Value,
        At = row.At,
        Actor = row.Actor,
        PersonId = row.PersonId?.Value,
        ApiKeyId = row.ApiKeyId?.Value,
        Origin = row.Origin,
        Action = row.Action,
        ObjectType = row.ObjectType,
        ObjectId = row.ObjectId,
        ObjectName = row.ObjectName,
        Before = row.BeforeJson is null ? null : Wire.Object(row.BeforeJson),
        After = row.AfterJson is null ? null : Wire.Object(row.AfterJson),
    };
}
