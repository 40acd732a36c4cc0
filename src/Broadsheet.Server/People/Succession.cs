using Broadsheet.Core;
using Broadsheet.Core.Access;

namespace Broadsheet.Server.People;

/// <summary>
/// Schedules run with their owner's rights. Before somebody loses those, whoever takes them says what becomes of the schedules: a new
/// owner takes them, or they pause with the reason.
/// </summary>
internal sealed class Succession(SchedulesOwnedBy owned, HandOver handOver)
{
    private const int Named = 10;

    /// <summary>In the caller's transaction. The answer is how many were handed over or paused; undecided is refused, and names them.</summary>
    public async Task<Result<int>> RunAsync(Actor actor, PersonId from, PersonId? newOwner, bool pause, string reason, CancellationToken ct)
    {
        if (newOwner is not null && pause) return new Problem.Invalid("pause_schedules", "one-of-two", "“new_owner” takes the schedules over, or “pause_schedules” stops them: not both.");
        var isDecided = newOwner is not null || pause;
        if (!isDecided && await RefuseOwnerAsync(actor, from, "Say who takes them (new_owner), or that they pause (pause_schedules: true).", ct) is { } undecided) return undecided;
        return await handOver(actor, actor.Workspace, from, newOwner, reason, ct);
    }

    /// <summary>Null when no schedule runs with this person's rights; else names them, and <paramref name="remedy"/> says what to do.</summary>
    public async Task<Problem?> RefuseOwnerAsync(Actor actor, PersonId person, string remedy, CancellationToken ct)
    {
        var names = await owned(actor.Workspace, person, ct);
        if (names.Count == 0) return null;
        var shown = string.Join(", ", names.Take(Named).Select(n => $"“{n}”")) + (names.Count > Named ? $" and {names.Count - Named} more" : "");
        return new Problem.Conflict("owns-schedules", $"These schedules run with this person's rights: {shown}. {remedy}");
    }
}
