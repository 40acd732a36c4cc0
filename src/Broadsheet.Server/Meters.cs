using System.Diagnostics.Metrics;

namespace Broadsheet.Server;

/// <summary>What the server counts of its work; /metrics and any OpenTelemetry listener see the meter "Broadsheet".</summary>
internal static class Meters
{
    private static readonly Meter Meter = new("Broadsheet");

    /// <summary>Runs that ended, by status.</summary>
    public static Counter<long> Runs { get; } = Meter.CreateCounter<long>("broadsheet.runs", "{run}", "Runs that ended, by status");

    /// <summary>Attempts to deliver, by channel and what became of them.</summary>
    public static Counter<long> Deliveries { get; } = Meter.CreateCounter<long>("broadsheet.deliveries", "{delivery}", "Attempts to deliver, by channel and outcome");

    /// <summary>Seconds from the moment a slot's run should start to the moment it did.</summary>
    public static Histogram<double> Lateness { get; } = Meter.CreateHistogram<double>("broadsheet.slot.lateness", "s", "From the moment a slot's run should start to when it did");

    /// <summary>Seconds that the oldest due slot has waited to be taken; 0 when none is due.</summary>
    public static Gauge<double> Lag { get; } = Meter.CreateGauge<double>("broadsheet.slot.lag", "s", "How long the oldest due slot has waited to be taken");

    /// <summary>Runs that wait and may start.</summary>
    public static Gauge<long> Queued { get; } = Meter.CreateGauge<long>("broadsheet.queue.length", "{run}", "Runs that wait and may start");

    /// <summary>Seconds that the oldest of them has waited.</summary>
    public static Gauge<double> OldestQueued { get; } = Meter.CreateGauge<double>("broadsheet.queue.oldest", "s", "How long the oldest queued run has waited");

    /// <summary>Nodes whose lease is alive.</summary>
    public static Gauge<long> Nodes { get; } = Meter.CreateGauge<long>("broadsheet.nodes", "{node}", "Nodes whose lease is alive");

    /// <summary>Runs that are late and not done.</summary>
    public static Gauge<long> Late { get; } = Meter.CreateGauge<long>("broadsheet.runs.late", "{run}", "Runs that are late and not done");

    /// <summary>When this node last asked for due slots and got an answer, in seconds since the epoch.</summary>
    public static Gauge<double> LastClaim { get; } = Meter.CreateGauge<double>("broadsheet.claim.last", "s", "When this node last asked for due slots, since the epoch");

    /// <summary>Seconds an attempt took, files included, sending not.</summary>
    public static Histogram<double> Duration { get; } = Meter.CreateHistogram<double>("broadsheet.run.duration", "s", "An attempt, files included, sending not");
}
