using Broadsheet.Core.Access;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>The account that a person of an OpenID Connect provider has here. A person is the provider's subject, never an address.</summary>
internal sealed class ExternalLoginRow
{
    public required string Issuer { get; init; }
    public required string Subject { get; init; }
    public required PersonId PersonId { get; init; }
    public required Instant CreatedAt { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<ExternalLoginRow>(e => e.ToTable("external_logins").HasKey(r => new { r.Issuer, r.Subject }));
}
