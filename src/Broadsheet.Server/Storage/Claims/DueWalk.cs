namespace Broadsheet.Server.Storage.Claims;

/// <summary>
/// A drain's walk along the order of due slots, by one claimer or several of a node. They read one at a time, each from where the last
/// read ended: from the beginning each would step over all that the others have just locked. Thread-safe.
/// </summary>
/// <param name="from">Where it begins.</param>
internal sealed class DueWalk(SlotCursor from) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private SlotCursor next = from;

    public DueWalk()
        : this(SlotCursor.Start)
    {
    }

    /// <param name="read">What is due after a place, locked.</param>
    public async Task<List<DueSchedule>> ReadAsync(Func<SlotCursor, Task<List<DueSchedule>>> read, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var due = await read(next);
            if (due.Count > 0) next = new(due[^1].Due, due[^1].Id.Value);
            return due;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
