using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>An API key with the person and the membership behind it, as they are now.</summary>
internal sealed record KeyHolder
{
    public required WorkspaceId Workspace { get; init; }
    public required string Slug { get; init; }
    public required ApiKeyId Key { get; init; }
    public required byte[] SecretSha256 { get; init; }
    public required Role KeyRole { get; init; }
    public required Role MemberRole { get; init; }
    public required PersonId Person { get; init; }
    public required string Name { get; init; }
    public required bool IsOperator { get; init; }
    public required bool IsDisabled { get; init; }
    public required Instant? ExpiresAt { get; init; }
    public required Instant? RevokedAt { get; init; }
    public required Instant? LastUsedAt { get; init; }
}
