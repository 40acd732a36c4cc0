using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>Whose turn it is: where this node's last round over the workspaces ended. Not thread-safe; one loop has it.</summary>
internal sealed class Turns
{
    /// <summary>A workspace whose work comes while others drain a backlog waits for so many takes at most.</summary>
    private const int MostWithoutLooking = 10;

    private IReadOnlyList<WorkspaceId>? everyone;
    private int sinceLooked;

    public Guid After { get; private set; } = Guid.Empty;

    /// <summary>
    /// All workspaces that had work at the last look, while each of them gives what is asked of it: looking for them steps over what was
    /// just taken from each, which costs as much as a take. Null when it is time to look.
    /// </summary>
    public IReadOnlyList<WorkspaceId>? Again() => everyone is null || ++sinceLooked > MostWithoutLooking ? everyone = null : everyone;

    public void Looked(IReadOnlyList<WorkspaceId> found, int most) => (everyone, sinceLooked) = (found.Count > 0 && found.Count < most ? [.. found] : null, 0);

    /// <param name="last">Whose turn was the last.</param>
    /// <param name="full">Every workspace gave its share.</param>
    public void Served(WorkspaceId last, bool full)
    {
        After = last.Value;
        if (!full) everyone = null;
    }

    /// <summary>Splits <paramref name="most"/> evenly; who comes first gets what is left over.</summary>
    public static IEnumerable<(WorkspaceId Workspace, int Share)> Shares(IReadOnlyList<WorkspaceId> workspaces, int most)
    {
        for (var i = 0; i < workspaces.Count; i++)
            yield return (workspaces[i], most / workspaces.Count + (i < most % workspaces.Count ? 1 : 0));
    }
}
