using System.Globalization;
using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>Says what daylight saving or a holiday did to a slot.</summary>
internal static class SlotNote
{
    // No clock has ever been changed by more than a day, in seconds.
    private const long LongestChange = 25 * 3_600;

    public static Occurrence Annotate(RecurrenceRule rule, Instant at)
    {
        var second = at.ToUnixTimeSeconds();
        var span = rule.Spans.At(second);
        return new Occurrence(at, Offset.FromSeconds(span.Offset), OfClock(rule, second, span) ?? OfHoliday(rule, CivilDay.OfSecond(second + span.Offset)));
    }

    private static string? OfClock(RecurrenceRule rule, long second, ZoneSpan span)
    {
        // Most slots are far from any transition.
        if (second > span.Start + LongestChange && second < span.End - LongestChange) return null;
        if (second == span.Start && span.LocalEndBefore < span.LocalStart) return OfGap(rule, span.LocalEndBefore, span.LocalStart);
        if (second + span.Offset < span.LocalEndBefore)
            return $"The clock goes back on this day; this is the second {Clock(second + span.Offset)}";
        if (span.End == long.MaxValue || second + span.Offset < rule.Spans.At(span.End).LocalStart) return null;
        return rule.Slots.IsInterval ? null : $"{Clock(second + span.Offset)} comes twice on this day; runs at the first";
    }

    private static string? OfGap(RecurrenceRule rule, long gapStart, long gapEnd)
    {
        var missing = rule.Slots.OnOrAfter(gapStart);
        return missing < gapEnd && ZoneWalk.RunsAtGap(rule.Slots, missing, gapStart, gapEnd) ? $"{Clock(missing)} does not exist on this day; runs at {Clock(gapEnd)}" : null;
    }

    /// <summary>Looks for the holiday that a date came from, as far as there are no business days in between.</summary>
    private static string? OfHoliday(RecurrenceRule rule, int day)
    {
        if (rule.Slots.Dates is not ShiftedDates { Moves: true } dates || dates.WantsBeforeShift(day)) return null;
        var step = rule.Terms.WhenExcluded == WhenExcluded.Next ? -1 : 1;
        var (year, month, date) = CivilDay.ToDate(day);
        var from = new LocalDate(year, month, date);
        for (var tries = 0; tries < 60; tries++)
        {
            from = from.PlusDays(step);
            var holiday = rule.Calendars.Select(c => c.NameOf(from)).FirstOrDefault(n => n is not null);
            if (holiday is not null && dates.WantsBeforeShift(LocalBounds.DayOf(from)))
                return $"Moved from {from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, {holiday}";
            if (holiday is null && (rule.Terms.BusinessWeek >> Weekdays.Bit(from.DayOfWeek) & 1) != 0) return null;
        }

        return null;
    }

    private static string Clock(long local)
    {
        var second = (int)(local - CivilDay.OfSecond(local) * 86_400L);
        return ClockTime.Text(second);
    }
}
