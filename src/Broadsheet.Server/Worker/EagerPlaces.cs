using Broadsheet.Server.Storage.Claims;

namespace Broadsheet.Server.Worker;

/// <summary>Reserves places for up to so many runs that may start as they are fired; null when runs wait already or none is free.</summary>
internal delegate EagerPlaces? ReservePlaces(int most);

/// <summary>Places of this node that a firing has reserved; those it does not use are given back when it is disposed.</summary>
/// <param name="start">Starts runs in as many of them.</param>
/// <param name="giveBack">Frees so many of them.</param>
internal sealed class EagerPlaces(EagerStart room, Action<IReadOnlyList<HeldRun>> start, Action<int> giveBack) : IDisposable
{
    private int left = room.Room;

    public EagerStart Room => room;

    /// <param name="runs">That the node holds by now; no more than there are places.</param>
    public void Start(IReadOnlyList<HeldRun> runs)
    {
        left -= runs.Count;
        start(runs);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref left, 0) is > 0 and var unused) giveBack(unused);
    }
}
