using NodaTime;

namespace Broadsheet.Server.Audit;

/// <summary>The log in numbers, of one period. Each list is its first twenty.</summary>
internal sealed record AuditAnalytics
{
    public required Instant From { get; init; }
    public required Instant To { get; init; }
    public required long Entries { get; init; }
    public required long Failed { get; init; }

    /// <summary>Days (UTC) that have entries.</summary>
    public required IReadOnlyList<AuditDayWire> OverTime { get; init; }
    public required IReadOnlyList<AuditActionWire> ByAction { get; init; }
    public required IReadOnlyList<AuditPersonWire> ByPerson { get; init; }
    public required IReadOnlyList<AuditObjectWire> ByObject { get; init; }

    /// <summary>The actions that failed.</summary>
    public required IReadOnlyList<AuditActionWire> Failures { get; init; }

    /// <summary>The most used first: read as a file (here or by a link), sent, or made by hand.</summary>
    public required IReadOnlyList<AuditReportWire> Reports { get; init; }
}

/// <summary><paramref name="Day"/> is 2026-11-23, in UTC.</summary>
internal sealed record AuditDayWire(string Day, long Count, long Failed);

internal sealed record AuditActionWire(string Action, long Count, Instant LastAt);

/// <summary><paramref name="PersonId"/> is null for the worker and for those whom nobody knows.</summary>
internal sealed record AuditPersonWire(Guid? PersonId, string Actor, long Count, long Failed, Instant LastAt);

internal sealed record AuditObjectWire(string ObjectType, string ObjectId, string? ObjectName, long Count, Instant LastAt);

internal sealed record AuditReportWire(string ReportType, long Uses, long Reads, long Sent, long Rendered, int People, Instant LastAt);
