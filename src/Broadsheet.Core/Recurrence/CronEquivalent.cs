using System.Numerics;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// The cron text that has exactly the slots of some terms. Null for what cron can't say: counts from an anchor, bounds,
/// calendars, jitter, and times that differ from hour to hour.
/// </summary>
internal static class CronEquivalent
{
    public static string? Of(RuleTerms terms)
    {
        if (terms.Start is not null || terms.End is not null || terms.Exclude.Length > 0 || terms.Jitter > NodaTime.Duration.Zero) return null;
        if (terms.Cron is { } cron) return CronText.Of(cron);
        if (terms.Every > 1 || terms.Anchor is not null || terms.LastIfMissing || Times(terms.Times) is not { } draft) return null;
        draft.Months = terms.Months;
        var days = terms.Type switch
        {
            ScheduleType.Weekly => OfWeekdays(ref draft, terms.Weekdays),
            ScheduleType.Monthly => OfMonth(ref draft, terms),
            _ => true,
        };
        if (!days) return null;
        if ((draft.Days | draft.LastDays | draft.NearestTo | draft.NearestToLast) == 0) (draft.Days, draft.Traits) = (0xFFFF_FFFE, draft.Traits | CronTraits.AnyDay);
        if ((draft.Weekdays | draft.LastWeekdays) == 0 && draft.NthWeekdays == 0) (draft.Weekdays, draft.Traits) = (Weekdays.All, draft.Traits | CronTraits.AnyWeekday);
        return CronText.Of(new CronFields(draft));
    }

    private static CronDraft? Times(int[] times)
    {
        var draft = default(CronDraft);
        foreach (var time in times)
        {
            draft.Seconds |= 1UL << (time % 60);
            draft.Minutes |= 1UL << (time / 60 % 60);
            draft.Hours |= 1u << (time / 3600);
        }

        var product = BitOperations.PopCount(draft.Seconds) * BitOperations.PopCount(draft.Minutes) * BitOperations.PopCount(draft.Hours);
        return product == times.Length ? draft : null;
    }

    private static bool OfWeekdays(ref CronDraft draft, byte weekdays)
    {
        draft.Weekdays = weekdays;
        return true;
    }

    private static bool OfMonth(ref CronDraft draft, RuleTerms terms)
    {
        var on = terms.On;
        if (on.IsByBusinessDay)
        {
            // The first and the last business day without holidays are the weekdays nearest to the first and the last day.
            if (terms.BusinessWeek != Weekdays.MondayToFriday || (on.BusinessDays | on.BusinessDaysFromEnd) != 1 << 1) return false;
            draft.NearestTo = on.BusinessDays;
            draft.NearestToLast = on.BusinessDaysFromEnd >> 1;
            return true;
        }

        (draft.Days, draft.LastDays) = (on.Days, on.LastDays);
        if (!on.IsByWeekday) return true;
        if ((on.NthFromEnd & ~(1 << 1)) != 0) return false;
        for (var nth = 1; nth <= 5; nth++)
            if ((on.Nth >> nth & 1) != 0) draft.NthWeekdays |= (ulong)on.Weekdays << ((nth - 1) * 7);
        if (on.NthFromEnd != 0) draft.LastWeekdays = on.Weekdays;
        return true;
    }
}
