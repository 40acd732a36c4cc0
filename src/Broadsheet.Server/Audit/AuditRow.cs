using Broadsheet.Core.Access;
using Broadsheet.Core.Audit;
using Broadsheet.Core.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Audit;

/// <summary>Who did what to which object, from where, and what it was before and after. Never holds a secret.</summary>
internal sealed class AuditRow
{
    public required WorkspaceId WorkspaceId { get; init; }
    public required AuditId Id { get; init; }
    public required Instant At { get; init; }
    public PersonId? PersonId { get; init; }
    public required string Actor { get; init; }
    public ApiKeyId? ApiKeyId { get; init; }

    /// <summary>Network address, "worker" or "command line".</summary>
    public required string Origin { get; init; }

    /// <summary><c>schedule.created</c>, <c>artifact.read</c>: object, dot, past tense.</summary>
    public required string Action { get; init; }
    public required string ObjectType { get; init; }
    public required string ObjectId { get; init; }
    public string? ObjectName { get; init; }
    public string? BeforeJson { get; init; }
    public string? AfterJson { get; init; }

    public static void Map(ModelBuilder model) =>
        model.Entity<AuditRow>(e => e.ToTable("audit_entries").HasKey(r => new { r.WorkspaceId, r.Id }));
}
