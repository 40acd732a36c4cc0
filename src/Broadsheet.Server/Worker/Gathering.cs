using System.Collections.Concurrent;

namespace Broadsheet.Server.Worker;

/// <summary>Tasks in hand, so that a shutdown can wait for them. Thread-safe.</summary>
internal sealed class Gathering
{
    private readonly ConcurrentDictionary<Task, byte> tasks = new();

    /// <summary><paramref name="task"/> never faults: it has its own boundary.</summary>
    public void Add(Task task)
    {
        tasks[task] = 0;
        _ = task.ContinueWith(t => tasks.TryRemove(t, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public Task AllAsync() => Task.WhenAll(tasks.Keys);
}
