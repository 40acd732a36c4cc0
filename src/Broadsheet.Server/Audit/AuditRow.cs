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

    /// <summary>Its place in the workspace's chain, from 1 without gaps; given when it is saved.</summary>
    public long Number { get; set; }
    public required AuditId Id { get; init; }
    public required Instant At { get; init; }

    /// <summary>Null where nobody is known: a failed sign-in, the worker.</summary>
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

    /// <summary>The report that was read, made or sent, where it was about one.</summary>
    public string? ReportType { get; init; }

    /// <summary>It was tried and did not come about.</summary>
    public bool Failed { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }

    /// <summary>SHA-256 of the entry before it and of all of this one; given when it is saved.</summary>
    public byte[] Hash { get; set; } = [];

    /// <summary>What <see cref="Hash"/> must be after <paramref name="previous"/>.</summary>
    public byte[] HashAfter(ReadOnlySpan<byte> previous) => ChainHash.Of(previous,
    [
        WorkspaceId.ToString(), Number.ToString(System.Globalization.CultureInfo.InvariantCulture), Id.ToString(),
        At.ToUnixTimeTicks().ToString(System.Globalization.CultureInfo.InvariantCulture), PersonId?.ToString(), Actor, ApiKeyId?.ToString(),
        Origin, Action, ObjectType, ObjectId, ObjectName, ReportType, Failed ? "failed" : "done", Before, After,
    ]);

    public static void Map(ModelBuilder model) =>
        model.Entity<AuditRow>(e => e.ToTable("audit_entries").HasKey(r => new { r.WorkspaceId, r.Number }));
}
