namespace Broadsheet.Core.Runs;

/// <summary>The one table of which state follows which; every update of a state has its sources in its WHERE.</summary>
public static class RunTransitions
{
    private static readonly RunState[] None = [];

    /// <summary>The states from which <paramref name="to"/> may be reached; goes into the WHERE of the update.</summary>
    public static IReadOnlyList<RunState> Into(RunState to) => to switch
    {
        // Automatic retry and takeover from a running attempt; a person's retry from an ended one.
        RunState.Queued => [RunState.Running, RunState.Delivering, RunState.Failed, RunState.PartiallyFailed, RunState.Cancelled],
        RunState.Running => [RunState.Queued],
        RunState.Delivering => [RunState.Running, RunState.PartiallyFailed, RunState.Failed, RunState.Cancelled],
        RunState.Succeeded => [RunState.Running, RunState.Delivering],
        RunState.PartiallyFailed => [RunState.Delivering],
        RunState.Failed => [RunState.Queued, RunState.Running, RunState.Delivering],
        RunState.Skipped => [RunState.Queued, RunState.Running],
        RunState.Cancelled => [RunState.Queued, RunState.Running, RunState.Delivering],
        _ => None,
    };

    /// <summary>Nothing follows by itself.</summary>
    public static bool IsFinal(this RunState state) =>
        state is RunState.Succeeded or RunState.PartiallyFailed or RunState.Failed or RunState.Skipped or RunState.Cancelled;

    /// <summary>How a run ends once no delivery of it is open any more.</summary>
    /// <param name="sent">Recipients accepted.</param>
    /// <param name="lost">Recipients refused, given up on or unknown.</param>
    public static RunState AfterDeliveries(int sent, int lost) => (sent, lost) switch
    {
        (_, 0) => RunState.Succeeded,
        (0, _) => RunState.Failed,
        _ => RunState.PartiallyFailed,
    };
}
