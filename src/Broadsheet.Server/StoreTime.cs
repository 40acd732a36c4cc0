namespace Broadsheet.Server;

/// <summary>
/// The time of the database that several nodes share: its clock as last seen, carried on by this machine's monotonic one. A clock
/// of this machine that is wrong, or jumps, makes nothing early, late or twice. Thread-safe.
/// </summary>
/// <param name="machine">Its timers and timestamps, which are monotonic; its clock until the store was first asked.</param>
internal sealed class StoreTime(TimeProvider machine) : TimeProvider
{
    private volatile Sighting? seen;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() =>
        seen is { } last ? last.Now + machine.GetElapsedTime(last.Timestamp) : machine.GetUtcNow();

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <param name="now">What the database's clock said.</param>
    /// <param name="timestamp">When it said so.</param>
    public void Saw(DateTimeOffset now, long timestamp) => seen = new(now, timestamp);

    private sealed record Sighting(DateTimeOffset Now, long Timestamp);
}
