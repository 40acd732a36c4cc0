namespace Broadsheet.Server.Runs.Sharing;

/// <summary>Rings when a render was made, or given up: here, or on another node, as the database says. Thread-safe.</summary>
internal sealed class RenderBell
{
    private TaskCompletionSource rung = Fresh();

    /// <summary>Completes at the next ring; taken before looking, so that none is missed.</summary>
    public Task Next => Volatile.Read(ref rung).Task;

    public void Ring() => Interlocked.Exchange(ref rung, Fresh()).TrySetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
