using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Broadsheet.Server.Http;

/// <summary>Listens to the meters of this program and keeps their sums, for <see cref="MetricsText"/>. Safe from any thread.</summary>
internal sealed class MeterRecorder : IDisposable
{
    public const string Meter = "Broadsheet";
    private const int MostSeries = 5_000;

    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), Series> series = new();
    private readonly MeterListener listener = new();

    public MeterRecorder()
    {
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == Meter) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((i, v, tags, _) => Record(i, v, tags));
        listener.SetMeasurementEventCallback<long>((i, v, tags, _) => Record(i, v, tags));
        listener.SetMeasurementEventCallback<double>((i, v, tags, _) => Record(i, v, tags));
        listener.Start();
    }

    /// <summary>Every series as it stands, gauges read now.</summary>
    public IReadOnlyList<(Instrument Instrument, string Labels, Series Series)> Read()
    {
        listener.RecordObservableInstruments();
        return [.. series.Select(s => (s.Key.Instrument, s.Key.Labels, s.Value))];
    }

    public void Dispose() => listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument, MetricsText.Labels(tags));
        if (!series.TryGetValue(key, out var one))
        {
            if (series.Count >= MostSeries) return;
            one = series.GetOrAdd(key, k => new Series(k.Instrument));
        }

        one.Add(value);
    }
}
