using Broadsheet.Core.Access;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.People;

internal sealed class PersonRow
{
    public required PersonId Id { get; init; }
    public required string Email { get; set; }

    /// <summary>The address folded for comparing: one account an address.</summary>
    public required string EmailKey { get; set; }
    public required string Name { get; set; }
    public string? PasswordHash { get; set; }

    /// <summary>Part of every session; changing it ends them all.</summary>
    public required string SecurityStamp { get; set; }
    public bool IsOperator { get; set; }
    public int FailedSignIns { get; set; }
    public Instant? LockedUntil { get; set; }
    public Instant? DisabledAt { get; set; }
    public required Instant CreatedAt { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<PersonRow>(e => e.ToTable("people").HasKey(r => r.Id));
}
