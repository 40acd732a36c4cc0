using NodaTime;

namespace Broadsheet.Server.Audit;

/// <summary>What a check of the log found. <see cref="Number"/> and <see cref="Hash"/> of the last entry are worth noting elsewhere.</summary>
internal sealed record AuditVerdict
{
    public required AuditStatus Status { get; init; }

    /// <summary>How many were read.</summary>
    public required long Entries { get; init; }

    /// <summary>Of the oldest that is kept.</summary>
    public required long FirstNumber { get; init; }
    public required long Number { get; init; }
    public required string Hash { get; init; }
    public required Instant CheckedAt { get; init; }

    /// <summary>The first hundred.</summary>
    public required IReadOnlyList<AuditFinding> Findings { get; init; }
}

/// <summary><paramref name="Number"/> is where it was noticed.</summary>
internal sealed record AuditFinding(long Number, AuditFindingKind Kind, string Message);
