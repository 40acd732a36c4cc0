using NodaTime;

namespace Broadsheet.Server.Worker;

/// <summary>What this node last saw of the engine, for health and metrics. Thread-safe.</summary>
internal sealed class Pulse
{
    private volatile PulseSeen? seen;
    private long lastClaim;

    /// <summary>Null until the first look.</summary>
    public PulseSeen? Seen
    {
        get => seen;
        set => seen = value;
    }

    /// <summary>When this node last asked for due slots and got an answer; null when it never did.</summary>
    public Instant? LastClaim => Interlocked.Read(ref lastClaim) is not 0 and var ticks ? Instant.FromUnixTimeTicks(ticks) : null;

    public void Claimed(Instant at) => Interlocked.Exchange(ref lastClaim, at.ToUnixTimeTicks());
}

/// <param name="At">When it was seen.</param>
/// <param name="LagSeconds">How long the oldest due slot has waited to be taken; 0 when none is due.</param>
/// <param name="Queued">Runs that wait and may start.</param>
/// <param name="OldestQueuedSeconds">How long the oldest of them has waited.</param>
/// <param name="Nodes">Leases that are alive.</param>
/// <param name="Late">Runs that are late and not done.</param>
internal sealed record PulseSeen(Instant At, double LagSeconds, long Queued, double OldestQueuedSeconds, long Nodes, long Late);
