using NodaTime;

namespace Broadsheet.Core.Notifications;

/// <summary>When messages are told together. <paramref name="At"/> counts for <see cref="DigestRhythm.Day"/> only.</summary>
public sealed record Digest(DigestRhythm Every, LocalTime At)
{
    /// <summary>The next digest strictly after <paramref name="now"/>, on the clocks of <paramref name="zone"/>; null where there are none.</summary>
    public Instant? NextAfter(Instant now, DateTimeZone zone)
    {
        var local = now.InZone(zone);
        return Every switch
        {
            DigestRhythm.Off => null,
            DigestRhythm.Hour => now.Plus(Duration.FromHours(1)).Minus(Duration.FromTicks(local.TimeOfDay.TickOfDay % NodaConstants.TicksPerHour)),
            DigestRhythm.Day => Next(local.Date, now, zone),
        };
    }

    private Instant Next(LocalDate today, Instant now, DateTimeZone zone)
    {
        var at = today.At(At).InZoneLeniently(zone).ToInstant();
        return at > now ? at : today.PlusDays(1).At(At).InZoneLeniently(zone).ToInstant();
    }
}
