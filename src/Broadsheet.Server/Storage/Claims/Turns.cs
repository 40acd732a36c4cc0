using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>Whose turn it is: where this node's last round over the workspaces ended. Not thread-safe; one loop has it.</summary>
internal sealed class Turns
{
    public Guid After { get; private set; } = Guid.Empty;

    public void Served(WorkspaceId last) => After = last.Value;

    /// <summary>Splits <paramref name="most"/> evenly; who comes first gets what is left over.</summary>
    public static IEnumerable<(WorkspaceId Workspace, int Share)> Shares(IReadOnlyList<WorkspaceId> workspaces, int most)
    {
        for (var i = 0; i < workspaces.Count; i++)
            yield return (workspaces[i], most / workspaces.Count + (i < most % workspaces.Count ? 1 : 0));
    }
}
