using Broadsheet.Core.Access;
using Broadsheet.Server.Http;
using Broadsheet.Server.Workspaces;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>A member of the workspace. <see cref="SignInPath"/> is in the answer that made the link, and never again.</summary>
internal sealed record MemberWire
{
    public required Guid PersonId { get; init; }
    public required string Email { get; init; }
    public required string Name { get; init; }
    public required Role Role { get; init; }
    /// <summary>Shut out: of this workspace, or altogether.</summary>
    public required bool Disabled { get; init; }
    public required Instant CreatedAt { get; init; }

    /// <summary>After too many wrong passwords: closed to passwords until then. A sign-in link lets them in before.</summary>
    [ChangesByItself]
    public Instant? LockedUntil { get; init; }

    /// <summary>Below this server's address: signs the new member in once, within 24 hours.</summary>
    [ChangesByItself]
    public string? SignInPath { get; init; }

    public static MemberWire Of(MembershipRow member, PersonRow person) => new()
    {
        PersonId = person.Id.Value,
        Email = person.Email,
        Name = person.Name,
        Role = member.Role,
        Disabled = person.DisabledAt is not null || member.DisabledAt is not null,
        CreatedAt = member.CreatedAt,
        LockedUntil = person.LockedUntil,
    };
}
