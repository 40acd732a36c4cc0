using System.Globalization;

namespace Broadsheet.Core.Recurrence;

/// <summary>Days of a month in words.</summary>
internal static class MonthDayWords
{
    private static readonly string[] s_ordinals = ["", "first", "second", "third", "fourth", "fifth"];

    /// <param name="on">What to say.</param>
    /// <param name="sayBusiness">Business days are more than Monday to Friday says.</param>
    public static string Of(MonthlyOn on, bool sayBusiness)
    {
        if (on.IsByBusinessDay)
            return $"the {Nth(on.BusinessDays, on.BusinessDaysFromEnd)} {(sayBusiness ? "business day" : "weekday")}";
        return on.IsByWeekday ? $"the {Nth(on.Nth, on.NthFromEnd)} {RuleDescription.WeekdayNames(on.Weekdays)}"
            : EnglishWords.And([.. Numbered(on.Days, on.LastDays)]);
    }

    /// <summary>"The 1st", "the 5th to 8th", "the last day", "3 days before the last day".</summary>
    public static IEnumerable<string> Numbered(uint days, uint lastDays)
    {
        for (var day = 1; day <= 31; day++)
        {
            if ((days >> day & 1) == 0) continue;
            var last = day;
            while (last < 31 && (days >> (last + 1) & 1) != 0) last++;
            if (last - day < 2)
            {
                yield return $"the {EnglishWords.Ordinal(day)}";
                continue;
            }

            yield return $"the {EnglishWords.Ordinal(day)} to {EnglishWords.Ordinal(last)}";
            day = last;
        }

        for (var before = 0; before <= 30; before++)
            if ((lastDays >> before & 1) != 0) yield return BeforeLast(before);
    }

    /// <summary>"The last day", "1 day before the last day".</summary>
    public static string BeforeLast(int before) => before switch
    {
        0 => "the last day",
        1 => "1 day before the last day",
        _ => before.ToString(CultureInfo.InvariantCulture) + " days before the last day",
    };

    public static string Ordinal(int nth) => nth <= 5 ? s_ordinals[nth] : EnglishWords.Ordinal(nth);

    private static string Nth(uint ahead, uint fromEnd)
    {
        var words = new List<string>();
        for (var nth = 1; nth <= 23; nth++)
            if ((ahead >> nth & 1) != 0) words.Add(Ordinal(nth));
        for (var nth = 23; nth >= 1; nth--)
            if ((fromEnd >> nth & 1) != 0) words.Add(nth == 1 ? "last" : $"{Ordinal(nth)} to last");
        return EnglishWords.And(words);
    }
}
