using Broadsheet.Core.Workspaces;

namespace Broadsheet.Core.Access;

/// <summary>
/// Who does something, where, and as what. Every operation takes one and checks it itself; the worker acts as a
/// schedule's owner. <paramref name="From"/> is the network address or "worker" or "command line", for the audit log.
/// </summary>
public sealed record Actor(WorkspaceId Workspace, PersonId Person, string Name, Role Role, string From)
{
    /// <summary>The API key used, where one was.</summary>
    public ApiKeyId? Key { get; init; }

    /// <summary>The session it is done in, where one is; a key has none.</summary>
    public Guid? Session { get; init; }

    /// <summary>May make workspaces.</summary>
    public bool IsOperator { get; init; }

    /// <summary>Null when allowed, else the problem to return.</summary>
    public Problem? Refuse(Permission permission) =>
        Role.Allows(permission) ? null : new Problem.Forbidden($"This needs the role {permission.Needed()} in the workspace; you are {Role.ToString().ToLowerInvariant()}.");
}
