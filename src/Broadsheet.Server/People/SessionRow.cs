using Broadsheet.Core.Access;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>A person's open session in one browser. Without its row a cookie is worth nothing.</summary>
internal sealed class SessionRow
{
    public required Guid Id { get; init; }
    public required PersonId PersonId { get; init; }

    /// <summary><c>password</c>, <c>link</c>, <c>invitation</c>, or the provider's issuer.</summary>
    public required string Way { get; init; }
    public required string Origin { get; init; }
    public string? UserAgent { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Instant LastSeenAt { get; set; }

    /// <summary>A week after it was last seen.</summary>
    public required Instant ExpiresAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<SessionRow>(e => e.ToTable("sessions").HasKey(r => r.Id));
}
