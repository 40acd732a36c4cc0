using Broadsheet.Core.Recurrence;
using NodaTime;

namespace Broadsheet.Core.Tests.Recurrence;

public sealed class HolidayFileTests
{
    [Fact]
    public void Whole_day_events_are_read_with_their_names()
    {
        var reading = Read("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christ\r\n mas\\, both days\r\nEND:VEVENT");
        Assert.True(reading.IsOk);
        Assert.Equal([(new LocalDate(2026, 12, 25), "Christmas, both days"), (new LocalDate(2026, 12, 26), "Christmas, both days")],
            reading.Dates.Select(d => (d.Key, d.Value)));
    }

    [Theory]
    [InlineData("RRULE:FREQ=YEARLY", 5)]
    [InlineData("RRULE:FREQ=YEARLY;COUNT=2", 2)]
    [InlineData("RRULE:FREQ=YEARLY;INTERVAL=2;BYMONTH=5;BYMONTHDAY=3", 3)]
    [InlineData("RRULE:FREQ=YEARLY;UNTIL=20280503", 3)]
    public void A_yearly_event_is_expanded_over_the_years_asked_for(string rule, int dates) =>
        Assert.Equal(dates, Read($"BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260503\n{rule}\nSUMMARY:Constitution Day\nEND:VEVENT").Dates.Count);

    [Theory]
    [InlineData("RRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270503,20280503", 3)]
    [InlineData("RDATE;VALUE=DATE:20260504", 2)]
    [InlineData("DURATION:P3D", 3)]
    [InlineData("RRULE:FREQ=YEARLY;COUNT=2\nDURATION:P1W", 14)]
    public void Exceptions_extra_dates_and_durations_are_honoured(string lines, int dates) =>
        Assert.Equal(dates, Read($"BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260503\n{lines}\nSUMMARY:Constitution Day\nEND:VEVENT").Dates.Count);

    [Fact]
    public void A_cancelled_event_is_no_holiday() => Assert.Equal("no-dates",
        Assert.Single(Read("BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260503\nSTATUS:CANCELLED\nEND:VEVENT").Errors).Code);

    [Theory]
    [InlineData("20201126", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2026-11-26", "2027-11-25")]
    [InlineData("20210531", "RRULE:FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5", "2026-05-25", "2027-05-31")]
    public void A_yearly_event_on_the_nth_of_a_weekday_is_expanded(string start, string rule, string first, string second) =>
        Assert.Equal([first, second], Read($"BEGIN:VEVENT\nDTSTART;VALUE=DATE:{start}\n{rule}\nSUMMARY:Thanksgiving\nEND:VEVENT").Dates
            .Select(d => NodaTime.Text.LocalDatePattern.Iso.Format(d.Key)).Take(2));

    [Theory]
    [InlineData("BEGIN:VEVENT\nDTSTART:20260503\nRRULE:FREQ=YEARLY;BYDAY=SU\nEND:VEVENT", "line[5]", "unsupported-rule")]
    [InlineData("BEGIN:VEVENT\nDTSTART:2026-05-03\nEND:VEVENT", "line[4]", "bad-date")]
    [InlineData("BEGIN:VEVENT\nSUMMARY:No date\nEND:VEVENT", "line[3]", "start-missing")]
    [InlineData("BEGIN:VEVENT\nDTSTART:20260503\nRRULE:FREQ=WEEKLY\nEND:VEVENT", "line[5]", "unsupported-rule")]
    [InlineData("BEGIN:VEVENT\nDTSTART:20260503\nDTEND:20260501\nEND:VEVENT", "line[3]", "bad-end")]
    [InlineData("BEGIN:VEVENT\nDTSTART:20260503", "line[3]", "unclosed")]
    public void What_is_wrong_is_named_with_its_line(string events, string field, string code)
    {
        var error = Assert.Single(Read(events, end: "").Errors);
        Assert.Equal((field, code), (error.Field, error.Code));
    }

    [Fact]
    public void Another_file_is_refused() => Assert.Equal("not-a-calendar", Assert.Single(HolidayFile.Read("a,b\n1,2", (2026, 2030)).Errors).Code);

    private static HolidayReading Read(string events, string end = "END:VCALENDAR") =>
        HolidayFile.Read($"BEGIN:VCALENDAR\nVERSION:2.0\n{events}\n{end}", (2026, 2030));
}
