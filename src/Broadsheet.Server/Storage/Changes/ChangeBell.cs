namespace Broadsheet.Server.Storage.Changes;

/// <summary>Rings for everybody who waits when the log of changes has grown. Thread-safe. Whoever takes <see cref="Next"/> before reading misses none.</summary>
internal sealed class ChangeBell
{
    private TaskCompletionSource next = Fresh();
    private int listeners;

    /// <summary>Completes with the next ring.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public bool IsHeard => Volatile.Read(ref listeners) > 0;

    public void Ring() => Interlocked.Exchange(ref next, Fresh()).TrySetResult();

    /// <summary>One listener more, unless there are <paramref name="most"/>.</summary>
    public bool TryListen(int most)
    {
        if (Interlocked.Increment(ref listeners) <= most) return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref listeners);

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
