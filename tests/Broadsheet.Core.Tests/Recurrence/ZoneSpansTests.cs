using Broadsheet.Core.Recurrence;
using NodaTime;

namespace Broadsheet.Core.Tests.Recurrence;

public sealed class ZoneSpansTests
{
    [Fact]
    public void A_second_is_found_in_the_stretch_that_holds_it_in_every_zone()
    {
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids) AssertSame(id, Instant.FromUtc(1840, 1, 1, 0, 0), Instant.FromUtc(2106, 1, 1, 0, 0), 200);
    }

    [Theory]
    [InlineData("Europe/Warsaw")]
    [InlineData("Africa/Casablanca")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("UTC")]
    public void The_same_holds_up_to_the_last_year(string id) =>
        AssertSame(id, Instant.FromUnixTimeSeconds(ZoneWalk.FirstSecond), Instant.FromUnixTimeSeconds(ZoneWalk.LastSecond), 20_000);

    [Theory]
    [InlineData("Europe/Warsaw")]
    [InlineData("Pacific/Apia")]
    [InlineData("Africa/Casablanca")]
    public void Both_sides_of_every_transition_are_found(string id)
    {
        var zone = Some.Zone(id);
        var spans = ZoneSpans.Of(zone);
        foreach (var interval in zone.GetZoneIntervals(Instant.FromUtc(1840, 1, 1, 0, 0), Instant.FromUtc(2210, 1, 1, 0, 0)).Where(i => i.HasStart))
        {
            AssertHolds(zone, spans, interval.Start.ToUnixTimeSeconds() - 1);
            AssertHolds(zone, spans, interval.Start.ToUnixTimeSeconds());
        }
    }

    private static void AssertSame(string id, Instant from, Instant to, int count)
    {
        var zone = Some.Zone(id);
        var spans = ZoneSpans.Of(zone);
        var dice = new Random(count);
        for (var i = 0; i < count; i++) AssertHolds(zone, spans, dice.NextInt64(from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds()));
    }

    private static void AssertHolds(DateTimeZone zone, ZoneSpans spans, long second)
    {
        var span = spans.At(second);
        Assert.True(span.Start <= second && second < span.End, $"{zone.Id} {second}: {span.Start} to {span.End}");
        Assert.Equal(zone.GetUtcOffset(Instant.FromUnixTimeSeconds(second)).Seconds, span.Offset);
    }
}
