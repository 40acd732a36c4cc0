using System.Collections.Concurrent;
using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// All stretches of a zone from its beginning into the next century, so that finding one neither allocates nor waits. Built
/// from NodaTime once for each zone that is used; what lies later is asked of NodaTime itself. Safe to share.
/// </summary>
internal sealed class ZoneSpans
{
    private static readonly Instant s_horizon = Instant.FromUtc(2101, 1, 1, 0, 0);
    private static readonly ConcurrentDictionary<DateTimeZone, ZoneSpans> s_zones = new();

    private readonly DateTimeZone _zone;
    private readonly ZoneSpan[] _spans;
    private ZoneSpan _last;

    private ZoneSpans(DateTimeZone zone)
    {
        _zone = zone;
        _spans = [.. zone.GetZoneIntervals(Instant.MinValue, s_horizon).Select(i => new ZoneSpan(zone, i))];
        _last = _spans[^1];
    }

    public static ZoneSpans Of(DateTimeZone zone) => s_zones.GetOrAdd(zone, static z => new ZoneSpans(z));

    /// <summary>The stretch that holds <paramref name="second"/>.</summary>
    public ZoneSpan At(long second)
    {
        // Most questions are about the same weeks. A torn guess can't be: references are written whole, and it is checked.
        var guess = _last;
        return second >= guess.Start && second < guess.End ? guess : Find(second);
    }

    private ZoneSpan Find(long second)
    {
        if (second >= _spans[^1].End)
            return new ZoneSpan(_zone, _zone.GetZoneInterval(Instant.FromUnixTimeSeconds(Math.Min(second, ZoneWalk.LastSecond))));
        var (low, high) = (0, _spans.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_spans[middle].End <= second) low = middle + 1;
            else high = middle;
        }

        return _last = _spans[low];
    }
}
