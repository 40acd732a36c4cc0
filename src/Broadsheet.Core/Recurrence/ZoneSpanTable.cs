using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>The stretches of a zone over some years, found by where a second lies and not by search. Immutable.</summary>
internal sealed class ZoneSpanTable
{
    // 97 days: rarely is there more than one transition in as many.
    private const int BucketBits = 23;

    private readonly ZoneSpan[] _spans;
    private readonly ushort[] _buckets;

    public ZoneSpanTable(DateTimeZone zone, Instant from, Instant to)
    {
        _spans = [.. zone.GetZoneIntervals(from, to).Select(i => new ZoneSpan(zone, i))];
        if (_spans.Length == 1)
        {
            _buckets = [];
            return;
        }

        var count = (int)(to.ToUnixTimeSeconds() - FirstEnd >> BucketBits) + 1;
        _buckets = new ushort[count];
        for (int bucket = 0, span = 0; bucket < count; bucket++)
        {
            while (_spans[span].End <= FirstEnd + ((long)bucket << BucketBits)) span++;
            _buckets[bucket] = (ushort)span;
        }
    }

    private long FirstEnd => _spans[0].End;

    /// <summary>Where the last of its stretches ends: at or after the end of its years.</summary>
    public long End => _spans[^1].End;

    /// <summary>The stretch that holds <paramref name="second"/>, which is none before the first and less than <see cref="End"/>.</summary>
    public ZoneSpan At(long second)
    {
        if (second < FirstEnd) return _spans[0];
        var bucket = second - FirstEnd >> BucketBits;
        int span = _buckets[Math.Min(bucket, _buckets.Length - 1)];
        while (_spans[span].End <= second) span++;
        return _spans[span];
    }
}
