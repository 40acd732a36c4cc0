using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>
/// A due schedule's next slot, null when it never fires again, and the runs its slots get now, in order. <see cref="Last"/> is the
/// newest slot that got one.
/// </summary>
internal sealed record Firing(DueSchedule Schedule, Instant? Next, IReadOnlyList<NewRun> Runs)
{
    /// <summary>Slots of it passed without getting a run now.</summary>
    public bool Missed { get; init; }

    /// <summary>The same, with its first run started by <paramref name="node"/> as it is made.</summary>
    public Firing StartedBy(Guid node) => this with { Runs = [Runs[0] with { Node = node }, .. Runs.Skip(1)] };

    public Instant? Last => Runs.Count > 0 ? Runs[^1].Slot : null;
}
