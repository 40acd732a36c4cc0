using Broadsheet.Core;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.DataSources;

/// <summary>Keeps a source that reports read under the name they know it by.</summary>
internal sealed class DataSourceUses(ReportsReading reading)
{
    private const int Named = 10;

    /// <summary>Null when no report uses it. <paramref name="what"/> is the verb that is refused.</summary>
    public async Task<Problem?> RefuseAsync(WorkspaceId workspace, string name, string what, CancellationToken ct)
    {
        var users = await reading(workspace, name, ct);
        if (users.Count == 0) return null;
        var shown = string.Join(", ", users.Take(Named)) + (users.Count > Named ? $" and {users.Count - Named} more" : "");
        return new Problem.Conflict("in-use", $"These reports read it: {shown}. Change or delete them before you {what} it.");
    }
}
