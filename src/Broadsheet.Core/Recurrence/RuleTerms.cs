using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// What a recurrence says, in normal form and whichever way it was said: what JSON, cron text and English are read into and
/// written from. What a type doesn't use has its default.
/// </summary>
internal sealed record RuleTerms
{
    /// <summary>The largest <see cref="Every"/>.</summary>
    public const int MaxEvery = 1_000;

    public required ScheduleType Type { get; init; }

    public required DateTimeZone Zone { get; init; }

    /// <summary>Set for <see cref="ScheduleType.Cron"/> and for nothing else.</summary>
    public CronFields? Cron { get; init; }

    /// <summary>Seconds since midnight, ascending and distinct; empty for cron.</summary>
    public int[] Times { get; init; } = [];

    /// <summary>Each so many days, weeks or months, 1 to <see cref="MaxEvery"/>.</summary>
    public int Every { get; init; } = 1;

    /// <summary>
    /// The first date that can be one, and where the count of <see cref="Every"/> starts; null, where that is 1, for no first.
    /// </summary>
    public LocalDate? Anchor { get; init; }

    /// <summary>The days of a weekly one; bits as in <see cref="Recurrence.Weekdays"/>.</summary>
    public byte Weekdays { get; init; }

    /// <summary>The days of a monthly one.</summary>
    public MonthlyOn On { get; init; }

    /// <summary>Bits 1 to 12.</summary>
    public ushort Months { get; init; } = Dates.EveryMonth;

    /// <summary>A day 29 to 31 falls on the last day of a month that is too short for it.</summary>
    public bool LastIfMissing { get; init; }

    /// <summary>The first local date that may have a run.</summary>
    public LocalDate? Start { get; init; }

    /// <summary>The last local date that may have a run.</summary>
    public LocalDate? End { get; init; }

    /// <summary>Ids of calendars, ascending and distinct.</summary>
    public string[] Exclude { get; init; } = [];

    public WhenExcluded WhenExcluded { get; init; }

    /// <summary>A run starts up to this later; from zero, which means at once, to a day.</summary>
    public Duration Jitter { get; init; }

    /// <summary>The workspace's week where the terms depend on it, else Monday to Friday.</summary>
    public byte BusinessWeek { get; init; } = Recurrence.Weekdays.MondayToFriday;

    /// <summary>Runs depend on what a business day is.</summary>
    public bool UsesBusinessDays => On.IsByBusinessDay || WhenExcluded != WhenExcluded.Skip;

    public bool Equals(RuleTerms? other) => other is not null
        && Type == other.Type && Zone.Id == other.Zone.Id && Equals(Cron, other.Cron)
        && Times.AsSpan().SequenceEqual(other.Times)
        && (Every, Anchor, Weekdays, On, Months) == (other.Every, other.Anchor, other.Weekdays, other.On, other.Months)
        && (LastIfMissing, Start, End, WhenExcluded) == (other.LastIfMissing, other.Start, other.End, other.WhenExcluded)
        && Exclude.AsSpan().SequenceEqual(other.Exclude)
        && (Jitter, BusinessWeek) == (other.Jitter, other.BusinessWeek);

    public override int GetHashCode() => HashCode.Combine(
        HashCode.Combine(Type, Zone.Id, Cron, Every, Anchor),
        HashCode.Combine(Times.Length, Weekdays, On, Months, LastIfMissing),
        HashCode.Combine(Start, End, Exclude.Length, WhenExcluded, Jitter, BusinessWeek));

    /// <summary>The same terms with everything dropped that has no effect, so that equal meaning is equal terms.</summary>
    public RuleTerms Normal()
    {
        var excluding = Exclude.Length > 0 ? WhenExcluded : WhenExcluded.Skip;
        var normal = this with
        {
            LastIfMissing = LastIfMissing && LacksDaysSomewhere(),
            Exclude = [.. Exclude.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            WhenExcluded = excluding,
            Times = [.. Times.Distinct().Order()],
        };
        return normal.UsesBusinessDays ? normal : normal with { BusinessWeek = Recurrence.Weekdays.MondayToFriday };
    }

    /// <summary>A monthly one names a day that one of its months never or not always has.</summary>
    public bool LacksDaysSomewhere()
    {
        if (Type != ScheduleType.Monthly || !On.HasLateDays) return false;
        for (var month = 1; month <= 12; month++)
            if ((Months >> month & 1) != 0 && On.Days >= 2UL << (month == 2 ? 28 : CivilDay.LongestOf(month))) return true;
        return false;
    }
}
