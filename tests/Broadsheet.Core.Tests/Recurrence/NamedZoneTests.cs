using Broadsheet.Core.Recurrence;
using NodaTime;

namespace Broadsheet.Core.Tests.Recurrence;

/// <summary>The three sentences about daylight saving, in the zones where others have failed.</summary>
public sealed class NamedZoneTests
{
    [Theory]
    // Half an hour forward: 02:15 does not exist, and runs when the clock shows 02:30.
    [InlineData("Australia/Lord_Howe", "15 2 * * *", "2026-10-03T00:00:00Z", "2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z")]
    // Two hours forward.
    [InlineData("Antarctica/Troll", "30 1 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T23:30:00Z")]
    // Summer is the standard time there, and winter is set back.
    [InlineData("Europe/Dublin", "30 1 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    // 30 December 2011 was left out.
    [InlineData("Pacific/Apia", "0 9 * * *", "2011-12-29T00:00:00Z", "2011-12-29T19:00:00Z", "2011-12-30T19:00:00Z")]
    // One hour back for good on 1 March 2024: midnight came twice, and runs at the first.
    [InlineData("Asia/Almaty", "30 23 * * *", "2024-02-29T12:00:00Z", "2024-02-29T17:30:00Z", "2024-03-01T18:30:00Z")]
    [InlineData("Europe/Moscow", "30 1 * * *", "2014-10-25T12:00:00Z", "2014-10-25T21:30:00Z", "2014-10-26T22:30:00Z")]
    // Midnight does not exist: the day begins at 01:00.
    [InlineData("Africa/Cairo", "0 0 * * *", "2026-04-23T12:00:00Z", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z")]
    [InlineData("America/Santiago", "0 0 * * *", "2026-09-05T12:00:00Z", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z")]
    [InlineData("Asia/Beirut", "0 0 * * *", "2026-03-28T12:00:00Z", "2026-03-28T22:00:00Z", "2026-03-29T21:00:00Z")]
    [InlineData("America/New_York", "30 2 * * *", "2026-03-07T12:00:00Z", "2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z")]
    [InlineData("Asia/Kathmandu", "0 9 * * *", "2026-01-01T00:00:00Z", "2026-01-01T03:15:00Z", "2026-01-02T03:15:00Z")]
    public void A_fixed_time_runs_once_a_day_whatever_the_clock_does(string zone, string expression, string from, params string[] expected) =>
        Assert.Equal(expected, Some.Next(Some.Cron(expression, zone), from, expected.Length));

    [Theory]
    [InlineData("America/New_York", "0,30 * * * *", "2026-11-01T05:00:00Z", "2026-11-01T05:30:00Z", "2026-11-01T06:00:00Z", "2026-11-01T06:30:00Z")]
    [InlineData("Europe/Warsaw", "*/30 * * * *", "2026-03-29T00:00:00Z", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z")]
    // Its only run of the date falls into the gap, so it runs at the transition.
    [InlineData("Europe/Warsaw", "0-30/15 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z")]
    // In the second pass once more, though the next date is a year away.
    [InlineData("Europe/Warsaw", "*/30 2 25 10 *", "2026-10-25T00:29:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2027-10-25T00:00:00Z")]
    [InlineData("Europe/Warsaw", "*/30 2 25 10 *", "2026-10-25T00:45:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2027-10-25T00:00:00Z")]
    [InlineData("Europe/Warsaw", "*/30 2 29 3 *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2027-03-29T00:00:00Z", "2027-03-29T00:30:00Z")]
    public void An_interval_runs_in_both_passes_and_not_in_a_gap(string zone, string expression, string from, params string[] expected) =>
        Assert.Equal(expected, Some.Next(Some.Cron(expression, zone), from, expected.Length));

    [Fact]
    public void A_gap_is_explained_in_the_preview()
    {
        var slots = Some.Cron("30 2 * * *", "Europe/Warsaw").Occurrences(Some.Instant("2027-03-27T12:00:00Z")).Take(2).ToList();
        Assert.Equal("02:30 does not exist on this day; runs at 03:00", slots[0].Note);
        Assert.Equal((new LocalDateTime(2027, 3, 28, 3, 0), Offset.FromHours(2)), (slots[0].Local, slots[0].Offset));
        Assert.Null(slots[1].Note);
    }

    [Theory]
    // 03:00 is a slot of its own: nothing is moved there.
    [InlineData("*/30 * * * *", null)]
    [InlineData("0 2-4 * * *", null)]
    [InlineData("0-30/15 2 * * *", "02:00 does not exist on this day; runs at 03:00")]
    [InlineData("30 2,3 * * *", "02:30 does not exist on this day; runs at 03:00")]
    [InlineData("0,30 2,3 * * *", "02:00 does not exist on this day; runs at 03:00")]
    public void What_an_interval_drops_in_a_gap_is_not_said_to_run(string expression, string? note) =>
        Assert.Equal(note, Some.Cron(expression, "Europe/Warsaw").Occurrences(Some.Instant("2026-03-29T00:59:59Z")).First().Note);

    [Fact]
    public void A_time_that_comes_twice_is_explained_in_the_preview()
    {
        var at = Some.Instant("2026-10-24T12:00:00Z");
        Assert.Equal("02:30 comes twice on this day; runs at the first", Some.Cron("30 2 * * *", "Europe/Warsaw").Occurrences(at).First().Note);
        Assert.Equal("The clock goes back on this day; this is the second 02:30",
            Some.Cron("30 * * * *", "Europe/Warsaw").Occurrences(Some.Instant("2026-10-25T01:00:00Z")).First().Note);
    }

    [Fact]
    public void A_slot_that_a_holiday_moved_says_from_where()
    {
        var calendar = new HolidayCalendar("pl", "Poland", [new(new LocalDate(2026, 12, 25), "Christmas Day")]);
        var rule = Some.Rule("monthly", """{"on":{"days":[25]},"times":["09:00"],"exclude":["pl"],"on_excluded":"next"}""", Some.Context(calendar: _ => calendar));
        var slot = rule.Occurrences(Some.Instant("2026-12-01T00:00:00Z")).First();
        Assert.Equal(new LocalDate(2026, 12, 28), slot.Local.Date);
        Assert.Equal("Moved from 2026-12-25, Christmas Day", slot.Note);
    }

    [Fact]
    public void Next_is_never_the_instant_it_was_asked_about()
    {
        foreach (var zone in DateTimeZoneProviders.Tzdb.Ids)
        {
            var rule = Some.Cron("0 * * * *", zone);
            var at = Instant.FromUtc(2026, 1, 1, 0, 0);
            for (var i = 0; i < 400; i++)
            {
                var next = rule.Next(at + Duration.FromHours(i * 24))!.Value;
                Assert.True(next > at + Duration.FromHours(i * 24), zone);
            }
        }
    }

    [Fact]
    public void The_ends_of_time_have_an_answer()
    {
        var rule = Some.Cron("0 9 * * *", "America/New_York");
        Assert.NotNull(rule.Next(Instant.MinValue));
        Assert.Null(rule.Next(Instant.MaxValue));
        Assert.Null(Some.Cron("0 9 * * *", "UTC").Next(Some.Instant("9999-12-31T09:00:00Z")));
    }

    [Fact]
    public void Next_allocates_nothing()
    {
        var rule = Some.Cron("0 9 15W * *", "Europe/Warsaw");
        var at = Some.Instant("2026-01-01T00:00:00Z");
        rule.Next(at);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 500; i++) at = rule.Next(at)!.Value;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
