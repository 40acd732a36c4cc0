using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>The first and the last local date that may have a run, both inclusive. Immutable.</summary>
internal sealed class LocalBounds
{
    private readonly long _notBefore;
    private readonly long _before;
    private readonly long _firstLocal;
    private readonly long _endLocal;

    private LocalBounds(LocalDate? start, LocalDate? end, DateTimeZone zone)
    {
        _firstLocal = start is { } first ? DayOf(first) * 86_400L : long.MinValue;
        _endLocal = end is { } last ? (DayOf(last) + 1) * 86_400L : long.MaxValue;

        // A date may be entered twice where the clock goes back over midnight, hence the hours to spare; Next looks closer.
        _notBefore = start is { } from ? zone.AtStartOfDay(from).ToInstant().ToUnixTimeSeconds() - 1 : long.MinValue;
        _before = end is { } to ? EndOf(to, zone) : long.MaxValue;
    }

    /// <summary>Null where there is neither.</summary>
    public static LocalBounds? Of(RuleTerms terms) =>
        terms.Start is null && terms.End is null ? null : new LocalBounds(terms.Start, terms.End, terms.Zone);

    public static int DayOf(LocalDate date) => CivilDay.Of(date.Year, date.Month, date.Day);

    /// <summary>As <see cref="ZoneWalk.Next"/>, without the slots whose local date is outside.</summary>
    public long Next(LocalSlots slots, ZoneSpans zone, long after)
    {
        var next = Math.Max(after, _notBefore);
        while (true)
        {
            next = ZoneWalk.Next(slots, zone, next);
            if (next == ZoneWalk.None || next >= _before) return ZoneWalk.None;
            var local = next + zone.At(next).Offset;
            if (local >= _firstLocal && local < _endLocal) return next;
        }
    }

    private static long EndOf(LocalDate date, DateTimeZone zone)
    {
        if (DayOf(date) >= CivilDay.Last) return long.MaxValue;
        var midnight = zone.AtStartOfDay(date.PlusDays(1)).ToInstant().ToUnixTimeSeconds();
        var span = ZoneSpans.Of(zone).At(midnight);
        return span.End - midnight < 86_400 ? midnight + 2 * 86_400 : midnight;
    }
}
