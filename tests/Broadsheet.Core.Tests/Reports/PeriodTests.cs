using NodaTime;
using NodaTime.Text;
using Period = Broadsheet.Core.Reports.Parameters.Period;

namespace Broadsheet.Core.Tests.Reports;

public sealed class PeriodTests
{
    /// <summary>Monday 23 November 2026, 09:00 in Warsaw.</summary>
    private static readonly Instant Slot = Instant.FromUtc(2026, 11, 23, 8, 0);
    private static readonly DateTimeZone Warsaw = DateTimeZoneProviders.Tzdb["Europe/Warsaw"];

    [Theory]
    [InlineData("today", "2026-11-23", "2026-11-23", "2026-11-23")]
    [InlineData("yesterday", "2026-11-22", "2026-11-22", "2026-11-22")]
    [InlineData("last_7_days", "2026-11-16", "2026-11-22", "2026-W47")]
    [InlineData("last_30_days", "2026-10-24", "2026-11-22", "2026-10-24_2026-11-22")]
    [InlineData("this_week", "2026-11-23", "2026-11-29", "2026-W48")]
    [InlineData("last_week", "2026-11-16", "2026-11-22", "2026-W47")]
    [InlineData("month_to_date", "2026-11-01", "2026-11-23", "2026-11-01_2026-11-23")]
    [InlineData("this_month", "2026-11-01", "2026-11-30", "2026-11")]
    [InlineData("last_month", "2026-10-01", "2026-10-31", "2026-10")]
    [InlineData("this_quarter", "2026-10-01", "2026-12-31", "2026-Q4")]
    [InlineData("last_quarter", "2026-07-01", "2026-09-30", "2026-Q3")]
    [InlineData("year_to_date", "2026-01-01", "2026-11-23", "2026-01-01_2026-11-23")]
    [InlineData("last_year", "2025-01-01", "2025-12-31", "2025")]
    [InlineData("last_12_months", "2025-11-01", "2026-10-31", "2025-11-01_2026-10-31")]
    public void A_period_is_days_against_the_slot(string name, string from, string to, string code)
    {
        var range = Period.Resolve(name, Slot, Warsaw, IsoDayOfWeek.Monday)!;
        Assert.Equal((from, to, code), (LocalDatePattern.Iso.Format(range.From), LocalDatePattern.Iso.Format(range.To), range.Code));
    }

    [Theory]
    [InlineData(IsoDayOfWeek.Sunday, "2026-11-15")]
    [InlineData(IsoDayOfWeek.Saturday, "2026-11-14")]
    [InlineData(IsoDayOfWeek.Tuesday, "2026-11-10")]
    public void A_week_begins_on_the_workspaces_day(IsoDayOfWeek start, string from) =>
        Assert.Equal(from, LocalDatePattern.Iso.Format(Period.Resolve("last_week", Slot, Warsaw, start)!.From));

    [Fact]
    public void The_day_is_that_of_the_zone() =>
        Assert.Equal(new LocalDate(2026, 11, 24), Period.Resolve("today", Instant.FromUtc(2026, 11, 23, 23, 30), Warsaw, IsoDayOfWeek.Monday)!.To);

    [Theory]
    [InlineData("last_month", "2026-09-01", "2026-09-30")]
    [InlineData("last_quarter", "2026-04-01", "2026-06-30")]
    [InlineData("last_year", "2024-01-01", "2024-12-31")]
    [InlineData("last_week", "2026-11-09", "2026-11-15")]
    public void The_period_before_has_the_same_shape(string name, string from, string to)
    {
        var before = Period.Resolve(name, Slot, Warsaw, IsoDayOfWeek.Monday)!.Before();
        Assert.Equal((from, to), (LocalDatePattern.Iso.Format(before.From), LocalDatePattern.Iso.Format(before.To)));
    }
}
