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
    private readonly ZoneSpanTable _table;
    private readonly ZoneSpanTable?[] _later = new ZoneSpanTable[80];
    private ZoneSpan _last;

    private ZoneSpans(DateTimeZone zone)
    {
        _zone = zone;
        _table = new ZoneSpanTable(zone, Instant.MinValue, s_horizon);
        _last = _table.At(s_horizon.ToUnixTimeSeconds() - 1);
    }

    public static ZoneSpans Of(DateTimeZone zone) => s_zones.GetOrAdd(zone, static z => new ZoneSpans(z));

    /// <summary>The stretch that holds <paramref name="second"/>.</summary>
    public ZoneSpan At(long second)
    {
        // Most questions are about the same weeks. A torn guess can't be: references are written whole, and it is checked.
        var guess = _last;
        return second >= guess.Start && second < guess.End ? guess : Find(second);
    }

    private ZoneSpan Find(long second) => _last = (second < _table.End ? _table : Later(second)).At(second);

    /// <summary>Two threads may both build a century; what they build is the same.</summary>
    private ZoneSpanTable Later(long second)
    {
        var horizon = s_horizon.ToUnixTimeSeconds();
        var century = Math.Clamp((Math.Min(second, ZoneWalk.LastSecond) - horizon) / SecondsOfCentury, 0, _later.Length - 1);
        if (_later[century] is { } known) return known;
        var from = horizon + century * SecondsOfCentury;
        return _later[century] = new ZoneSpanTable(_zone, Instant.FromUnixTimeSeconds(from), Instant.FromUnixTimeSeconds(Math.Min(from + SecondsOfCentury, ZoneWalk.LastSecond)));
    }
}
