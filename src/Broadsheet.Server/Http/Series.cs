using System.Diagnostics.Metrics;

namespace Broadsheet.Server.Http;

/// <summary>One instrument under one set of labels: a sum, a last value, or a histogram. Safe from any thread.</summary>
internal sealed class Series
{
    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
    private readonly Lock gate = new();
    private readonly long[] buckets;

    public Series(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        IsHistogram = type == typeof(Histogram<>);
        IsCounter = type == typeof(Counter<>) || type == typeof(ObservableCounter<>);
        IsSum = IsCounter && !instrument.IsObservable || type == typeof(UpDownCounter<>);
        Bounds = !IsHistogram ? [] : instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } advised } ? [.. advised] : DefaultBounds;
        buckets = new long[Bounds.Count + 1];
    }

    public bool IsHistogram { get; }

    /// <summary>Only ever grows.</summary>
    public bool IsCounter { get; }

    /// <summary>Upper ends of the buckets, the last being infinite.</summary>
    public IReadOnlyList<double> Bounds { get; }

    private bool IsSum { get; }

    private double Value { get; set; }

    private long Count { get; set; }

    public void Add(double value)
    {
        lock (gate)
        {
            Value = IsSum || IsHistogram ? Value + value : value;
            Count++;
            if (!IsHistogram) return;
            var bucket = 0;
            while (bucket < Bounds.Count && value > Bounds[bucket]) bucket++;
            buckets[bucket]++;
        }
    }

    /// <summary>The value or sum, how many measurements, and how many in each bucket.</summary>
    public (double Value, long Count, long[] Buckets) Snapshot()
    {
        lock (gate) return (Value, Count, [.. buckets]);
    }
}
