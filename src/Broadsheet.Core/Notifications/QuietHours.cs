using NodaTime;

namespace Broadsheet.Core.Notifications;

/// <summary>
/// The time of day in which nobody is disturbed: from <paramref name="From"/>, included, to <paramref name="To"/>, excluded, over midnight
/// where From is the later. Equal ends are no quiet hours.
/// </summary>
public sealed record QuietHours(LocalTime From, LocalTime To)
{
    /// <summary>When the quiet that <paramref name="now"/> falls into ends, on the clocks of <paramref name="zone"/>; null when it is not quiet.</summary>
    public Instant? EndOf(Instant now, DateTimeZone zone)
    {
        var local = now.InZone(zone).LocalDateTime;
        var (day, time) = (local.Date, local.TimeOfDay);
        var overnight = From > To;
        var quiet = overnight ? time >= From || time < To : time >= From && time < To;
        if (!quiet) return null;
        var end = (overnight && time >= From ? day.PlusDays(1) : day).At(To).InZoneLeniently(zone).ToInstant();
        return end > now ? end : null;
    }
}
