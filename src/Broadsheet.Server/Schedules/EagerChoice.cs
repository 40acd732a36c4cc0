using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage.Claims;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>
/// Which runs the node that fires them starts at once, where it has room and nothing waits in the queue: those that could not be refused
/// if they were taken from it. Workspaces in turn, as the queue gives them. Pure.
/// </summary>
internal static class EagerChoice
{
    /// <param name="limited">Workspaces whose runs are counted as they are taken: theirs are queued.</param>
    /// <returns>All of <paramref name="firings"/>, in their order.</returns>
    public static IReadOnlyList<Firing> Of(IReadOnlyList<Firing> firings, EagerStart eager, Instant now, IReadOnlySet<WorkspaceId> limited)
    {
        var able = firings.Where(f => MayStart(f, now) && !limited.Contains(f.Schedule.Workspace) && !eager.Busy.Contains(f.Schedule.Template)).ToList();
        if (able.Count == firings.Count && able.Count <= eager.Room) return able.ConvertAll(f => f.StartedBy(eager.Node));
        var chosen = able.GroupBy(f => f.Schedule.Workspace).SelectMany(g => g.Select((f, turn) => (f.Schedule.Id, Turn: turn)))
            .OrderBy(f => f.Turn).Take(eager.Room).Select(f => f.Id).ToHashSet();
        return [.. firings.Select(f => chosen.Contains(f.Schedule.Id) ? f.StartedBy(eager.Node) : f)];
    }

    private static bool MayStart(Firing firing, Instant now) =>
        firing.Runs is [{ SkippedBecause: null } first, ..] && first.NotBefore <= now && !(first.Exclusive && firing.Schedule.Blocked);
}
