using Broadsheet.Core.Notifications;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Core.Tests.Notifications;

public sealed class QuietHoursTests
{
    private static readonly DateTimeZone Warsaw = DateTimeZoneProviders.Tzdb["Europe/Warsaw"];

    [Theory]
    [InlineData("22:00", "07:00", "2026-11-26T20:59:59Z", null)]
    [InlineData("22:00", "07:00", "2026-11-26T21:00:00Z", "2026-11-27T06:00:00Z")]
    [InlineData("22:00", "07:00", "2026-11-27T05:59:59Z", "2026-11-27T06:00:00Z")]
    [InlineData("22:00", "07:00", "2026-11-27T06:00:00Z", null)]
    [InlineData("12:00", "13:00", "2026-11-26T11:30:00Z", "2026-11-26T12:00:00Z")]
    [InlineData("12:00", "13:00", "2026-11-26T12:00:00Z", null)]
    [InlineData("08:00", "08:00", "2026-11-26T07:00:00Z", null)]
    [InlineData("22:00", "02:30", "2026-03-29T00:10:00Z", "2026-03-29T01:30:00Z")] // 02:30 does not exist: the clocks went from 02:00 to 03:00
    [InlineData("22:00", "02:30", "2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z")] // 02:30 comes twice: the first ends the quiet
    [InlineData("22:00", "02:30", "2026-10-25T01:10:00Z", null)]                   // in the second 02:10 it has ended
    public void Quiet_ends_at_its_time_on_the_clocks_of_the_zone(string from, string to, string now, string? ends) =>
        Assert.Equal(ends is null ? null : At(ends), new QuietHours(Time(from), Time(to)).EndOf(At(now), Warsaw));

    [Theory]
    [InlineData(DigestRhythm.Off, "2026-11-26T07:00:00Z", null)]
    [InlineData(DigestRhythm.Hour, "2026-11-26T07:00:00Z", "2026-11-26T08:00:00Z")]
    [InlineData(DigestRhythm.Hour, "2026-11-26T07:59:59Z", "2026-11-26T08:00:00Z")]
    [InlineData(DigestRhythm.Day, "2026-11-26T06:59:59Z", "2026-11-26T07:00:00Z")]
    [InlineData(DigestRhythm.Day, "2026-11-26T07:00:00Z", "2026-11-27T07:00:00Z")]
    [InlineData(DigestRhythm.Day, "2026-10-24T08:00:00Z", "2026-10-25T07:00:00Z")] // 25 hours: the clocks go back
    public void A_digest_is_next_at_its_time_on_the_clocks_of_the_zone(DigestRhythm every, string now, string? next) =>
        Assert.Equal(next is null ? null : At(next), new Digest(every, new LocalTime(8, 0)).NextAfter(At(now), Warsaw));

    private static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;

    private static LocalTime Time(string text) => LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).Value;
}
