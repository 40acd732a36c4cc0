namespace Broadsheet.Core.Recurrence;

/// <summary>Turns terms into something that can be searched.</summary>
internal static class RuleSlots
{
    public static LocalSlots Of(RuleTerms terms, IReadOnlyList<HolidayCalendar> calendars)
    {
        var business = new BusinessDays(terms.BusinessWeek, HolidayMasks.Of(calendars));
        var dates = DatesOf(terms, business);
        if (calendars.Count > 0) dates = new ShiftedDates(dates, business, terms.WhenExcluded);
        return terms.Cron is { } cron
            ? new LocalSlots(dates, new TimesOfDay(cron), cron.IsInterval)
            : new LocalSlots(dates, new TimesOfDay(terms.Times), isInterval: false);
    }

    private static Dates DatesOf(RuleTerms terms, BusinessDays business)
    {
        int? anchor = terms.Anchor is { } date ? LocalBounds.DayOf(date) : null;
        return terms.Type switch
        {
            ScheduleType.Daily => new DailyDates(terms.Months, terms.Every, anchor),
            ScheduleType.Weekly => new WeeklyDates(terms.Months, terms.Weekdays, terms.Every, anchor),
            ScheduleType.Monthly =>
                new MonthlyDates(terms.Months, terms.Every, anchor, terms.On, terms.LastIfMissing, business),
            ScheduleType.Cron => new CronDates(terms.Cron!),
        };
    }
}
