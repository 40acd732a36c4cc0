namespace Broadsheet.Core.Runs;

/// <summary>Where a run is. The picture is in docs/run-states.md; who may go where is in <see cref="RunTransitions"/>.</summary>
public enum RunState
{
    /// <summary>Due or asked for, waiting for a worker or for its next attempt.</summary>
    Queued,

    /// <summary>A worker reads the sources and makes the files.</summary>
    Running,

    /// <summary>The files exist; at least one recipient is still to be served. Shown to callers as running.</summary>
    Delivering,

    /// <summary>Every recipient was accepted.</summary>
    Succeeded,

    /// <summary>The files exist, and at least one recipient was accepted and one was not.</summary>
    PartiallyFailed,

    Failed,

    /// <summary>Deliberately not done: <c>reason</c> says why.</summary>
    Skipped,

    /// <summary>Stopped by a person.</summary>
    Cancelled,
}
