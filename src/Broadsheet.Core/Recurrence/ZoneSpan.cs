using NodaTime;
using NodaTime.TimeZones;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// A stretch of time through which a zone keeps one offset, in seconds since 1970: <see cref="Start"/> inclusive,
/// <see cref="End"/> exclusive, and both ends as the wall clock shows them. Immutable.
/// </summary>
internal sealed class ZoneSpan
{
    public ZoneSpan(DateTimeZone zone, ZoneInterval interval)
    {
        Offset = interval.WallOffset.Seconds;
        (Start, LocalStart, LocalEndBefore) = (long.MinValue, long.MinValue, long.MinValue);
        (End, LocalEnd) = (long.MaxValue, long.MaxValue);
        if (interval.HasStart)
        {
            Start = interval.Start.ToUnixTimeSeconds();
            LocalStart = Start + Offset;
            LocalEndBefore = Start + zone.GetUtcOffset(interval.Start - Duration.Epsilon).Seconds;
        }

        if (!interval.HasEnd) return;
        End = interval.End.ToUnixTimeSeconds();
        LocalEnd = End + Offset;
    }

    public long Start { get; }

    public long End { get; }

    public long LocalStart { get; }

    public long LocalEnd { get; }

    /// <summary>What the wall clock showed when the stretch before ended; later than <see cref="LocalStart"/> where it was set back.</summary>
    public long LocalEndBefore { get; }

    /// <summary>Seconds to add to UTC.</summary>
    public int Offset { get; }
}
