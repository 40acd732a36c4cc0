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

    /// <summary>Seconds an attempt took, files included, sending not.</summary>
    public static Histogram<double> Duration { get; } = Meter.CreateHistogram<double>("broadsheet.run.duration", "s", "An attempt, files included, sending not");
}
