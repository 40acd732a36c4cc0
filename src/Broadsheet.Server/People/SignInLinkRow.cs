using Broadsheet.Core.Access;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>A link that signs one person in once. Only the token's SHA-256 is kept.</summary>
internal sealed class SignInLinkRow
{
    public required byte[] TokenSha256 { get; init; }
    public required PersonId PersonId { get; init; }
    public required Instant ExpiresAt { get; init; }
    public Instant? UsedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<SignInLinkRow>(e => e.ToTable("sign_in_links").HasKey(r => r.TokenSha256));
}
