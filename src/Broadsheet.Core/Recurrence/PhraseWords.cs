namespace Broadsheet.Core.Recurrence;

/// <summary>The words of the lexicon that are neither names nor numbers.</summary>
internal static class PhraseWords
{
    /// <summary>A line for each meaning: the word it is read as, then the other forms of it.</summary>
    public static IReadOnlyList<string> Synonyms { get; } =
    [
        "every each any", "all", "single", "other alternate alternating", "day days", "week weeks wk wks", "month months", "quarter quarters", "year years yr yrs",
        "hour hours hr hrs", "minute minutes min mins", "seconds secs sec", "fortnight fortnights", "half", "night nights", "morning mornings",
        "afternoon afternoons", "evening evenings", "overnight", "tonight", "weekday weekdays workday workdays", "weekend weekends",
        "business", "working work", "office", "daily everyday", "hourly", "weekly", "monthly", "quarterly", "yearly annually annual",
        "nightly", "fortnightly", "biweekly", "bimonthly", "biannually biannual", "semiannually semiannual halfyearly", "halfhourly", "semimonthly",
        "once", "twice", "thrice", "time times", "a an per", "the", "on", "at @", "in", "of", "from", "between", "and & plus", "or", "to till", "until",
        "through thru", "during", "starting start starts beginning begin begins since effective", "end", "ending ends", "except excluding excepting", "but", "not", "calendar",
        "holidays holiday", "public bank national", "last final", "penultimate", "than", "apart", "aside", "for", "by", "sharp exactly precisely", "before", "after", "past", "eom", "eoq", "eoy", "midmonth", "mid", "middle", "next", "tomorrow", "today", "this", "am", "pm",
        "o'clock", "only", "if", "it", "is", "as", "well", "nearest", "closest", "counted", "skipping", "shorter", "moving", "moved", "previous",
        "up", "jitter", "with", "cron", "zone", "utc gmt", "please kindly", "send sends", "email mail", "run runs", "deliver", "generate", "schedule",
        "me", "us", "report reports", "can", "could", "you", "i", "want", "like", "would", "remind", "inclusive", "exclusive", "without", "them",
    ];
}
