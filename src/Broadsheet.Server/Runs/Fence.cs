using Broadsheet.Core.Runs;
using Broadsheet.Server.Storage.Claims;

namespace Broadsheet.Server.Runs;

/// <summary>The WHERE of every write for a run in hand.</summary>
internal static class Fence
{
    /// <summary>The run while this node still holds this attempt of it; nothing otherwise.</summary>
    public static IQueryable<RunRow> Held(this IQueryable<RunRow> runs, HeldRun held) => runs.Where(r =>
        r.WorkspaceId == held.Workspace && r.Id == held.Id && r.Status == RunState.Running && r.Node == held.Node && r.Attempt == held.Attempt);
}
