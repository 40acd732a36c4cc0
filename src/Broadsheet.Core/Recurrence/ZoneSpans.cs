using System.Collections.Concurrent;
using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// All stretches of a zone from its beginning into the next century, so that finding one neither allocates nor waits. Built
/// from NodaTime once for each zone that is used; each later century when it is first asked about. Safe to share.
/// </summary>
internal sealed class ZoneSpans
{
    private const long SecondsOfCentury = 3_155_760_000;
    private static readonly Instant s_horizon = Instant.FromUtc(2101, 1, 1, 0, 0);
    private static readonly ConcurrentDictionary<DateTimeZone, ZoneSpans> s_zones = new();

    private readonly DateTimeZone _zone;
    private readonly ZoneSpan[] _spans;
    private readonly ZoneSpan[]?[] _later = new ZoneSpan[80][];
    private ZoneSpan _last;

    private ZoneSpans(DateTimeZone zone)
    {
        _zone = zone;
        _spans = Between(Instant.MinValue, s_horizon);
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
        var spans = second < _spans[^1].End ? _spans : Later(second);
        var (low, high) = (0, spans.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (spans[middle].End <= second) low = middle + 1;
            else high = middle;
        }

        return _last = spans[low];
    }

    /// <summary>Two threads may both build a century; what they build is the same.</summary>
    private ZoneSpan[] Later(long second)
    {
        var horizon = s_horizon.ToUnixTimeSeconds();
        var century = Math.Clamp((Math.Min(second, ZoneWalk.LastSecond) - horizon) / SecondsOfCentury, 0, _later.Length - 1);
        if (_later[century] is { } known) return known;
        var from = horizon + century * SecondsOfCentury;
        return _later[century] = Between(Instant.FromUnixTimeSeconds(from), Instant.FromUnixTimeSeconds(Math.Min(from + SecondsOfCentury, ZoneWalk.LastSecond)));
    }

    private ZoneSpan[] Between(Instant from, Instant to) => [.. _zone.GetZoneIntervals(from, to).Select(i => new ZoneSpan(_zone, i))];
}
