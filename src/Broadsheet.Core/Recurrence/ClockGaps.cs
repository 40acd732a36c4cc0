using System.Globalization;
using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>Looks ahead for the days on which a zone's clock leaves out the time of a fixed slot.</summary>
internal static class ClockGaps
{
    private static readonly Duration s_ahead = Duration.FromDays(800);

    /// <summary>
    /// What happens to the first slot that falls into a gap within the next two years; null where none does. A zone without
    /// such gaps still gets a word about the hour that most of the others leave out.
    /// </summary>
    public static string? FirstHit(LocalSlots slots, DateTimeZone zone, Instant now)
    {
        var gaps = false;
        var intervals = zone.GetZoneIntervals(now, now + s_ahead).ToList();
        for (var i = 1; i < intervals.Count; i++)
        {
            var (before, after) = (intervals[i - 1].IsoLocalEnd, intervals[i].IsoLocalStart);
            if (after <= before) continue;
            gaps = true;
            var slot = slots.OnOrAfter(Second(before));
            if (slot >= Second(after)) continue;
            var missing = LocalDateTime.FromDateTime(DateTime.UnixEpoch).PlusSeconds(slot);
            return Invariant($"On {missing:yyyy-MM-dd} {missing:HH:mm} does not exist in {zone.Id}; that day it runs at {after:HH:mm}.");
        }

        return gaps || TimeInUsualGap(slots) is not { } time ? null
            : $"{time} always exists in {zone.Id}. In a zone with daylight saving it is left out one night a year, and then runs at 03:00.";
    }

    private static string? TimeInUsualGap(LocalSlots slots)
    {
        var time = slots.Times.OnOrAfter(2 * 3600);
        return time is >= 2 * 3600 and < 3 * 3600 ? ClockTime.Text(time) : null;
    }

    private static long Second(LocalDateTime local) => LocalBounds.DayOf(local.Date) * 86_400L + local.TimeOfDay.TickOfDay / NodaConstants.TicksPerSecond;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
