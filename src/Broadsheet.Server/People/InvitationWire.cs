using Broadsheet.Core.Access;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>An invitation that waits. <see cref="AcceptPath"/> is in the answer that made it, and never again.</summary>
internal sealed record InvitationWire
{
    public required Guid Id { get; init; }
    public required string Email { get; init; }
    public string? Name { get; init; }
    public required Role Role { get; init; }
    public required Guid InvitedBy { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Instant ExpiresAt { get; init; }

    /// <summary>Below this server's address, for the person invited.</summary>
    public string? AcceptPath { get; init; }

    /// <summary>In the answer that made it: why the mail could not be sent; null when it was, or was not asked for.</summary>
    public string? MailError { get; init; }

    public static InvitationWire Of(InvitationRow row) => new()
    {
        Id = row.Id,
        Email = row.Email,
        Name = row.Name,
        Role = row.Role,
        InvitedBy = row.InvitedBy.Value,
        CreatedAt = row.CreatedAt,
        ExpiresAt = row.ExpiresAt,
    };
}
