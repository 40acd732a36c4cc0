using Broadsheet.Core;

namespace Broadsheet.Server.Runs.Sharing;

/// <summary>
/// One render a key in this process: who comes while it is made waits for it, who comes soon after takes it. A failure goes to those
/// who wait and to nobody after them. It is stopped when the last one who waits has left. Thread-safe.
/// </summary>
/// <param name="kept">A finished one is given to those who come so long after it was begun; the store keeps it longer.</param>
internal sealed class RenderFlights(TimeProvider time, TimeSpan kept)
{
    private const int Most = 200;

    private readonly Lock gate = new();
    private readonly Dictionary<RenderKey, Flight> flights = [];

    /// <param name="make">Called for the first only; its token ends when nobody waits any more.</param>
    /// <param name="ct">Ends this caller's wait.</param>
    public async Task<Result<SharedRender>?> JoinAsync(RenderKey key, Func<CancellationToken, Task<Result<SharedRender>?>> make, CancellationToken ct)
    {
        var flight = Enter(key, make);
        try
        {
            return await flight.Made.WaitAsync(ct);
        }
        finally
        {
            Leave(key, flight);
        }
    }

    /// <summary>Whether it is being made, or waited for, here.</summary>
    public bool IsUnderWay(RenderKey key)
    {
        lock (gate) return flights.TryGetValue(key, out var flight) && !flight.Made.IsCompleted;
    }

    private Flight Enter(RenderKey key, Func<CancellationToken, Task<Result<SharedRender>?>> make)
    {
        lock (gate)
        {
            if (flights.TryGetValue(key, out var flight) && !flight.IsOver(time, kept))
            {
                flight.Waiting++;
                return flight;
            }

            if (flights.Count >= Most) Prune();
            flight = new Flight(time.GetTimestamp());
            flight.Made = Task.Run(() => flight.MakeAsync(make), CancellationToken.None);
            return flights[key] = flight;
        }
    }

    private void Leave(RenderKey key, Flight flight)
    {
        lock (gate)
        {
            flight.Waiting--;
            if (flight.IsKept || flight.Waiting > 0) return;
            if (flights.GetValueOrDefault(key) == flight) flights.Remove(key);
            if (!flight.Made.IsCompleted) flight.Stop.Cancel();
        }
    }

    private void Prune()
    {
        foreach (var (key, _) in flights.Where(f => f.Value.Waiting == 0 && f.Value.IsOver(time, kept)).ToList()) flights.Remove(key);
        foreach (var (key, _) in flights.Where(f => f.Value.Waiting == 0 && f.Value.Made.IsCompleted).OrderBy(f => f.Value.Begun).Take(Math.Max(0, flights.Count - Most + 1)).ToList()) flights.Remove(key);
    }

    private sealed class Flight(long begun)
    {
        public long Begun => begun;

        public int Waiting { get; set; } = 1;

        public CancellationTokenSource Stop { get; } = new();

        public Task<Result<SharedRender>?> Made { get; set; } = null!;

        /// <summary>It went well.</summary>
        public bool IsKept { get; private set; }

        public async Task<Result<SharedRender>?> MakeAsync(Func<CancellationToken, Task<Result<SharedRender>?>> make)
        {
            var made = await make(Stop.Token);
            IsKept = made is { IsOk: true };
            return made;
        }

        /// <summary>Nobody may join any more: it failed, was stopped, or was made too long ago.</summary>
        public bool IsOver(TimeProvider time, TimeSpan kept) =>
            Stop.IsCancellationRequested || (Made.IsCompleted && (!IsKept || time.GetElapsedTime(begun) > kept));
    }
}
