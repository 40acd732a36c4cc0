using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>Makes one rule of what a phrase said, or asks, or says what is missing.</summary>
internal sealed class PhraseResolver(PhraseCursor cursor)
{
    private readonly PhraseQuestions _questions = new(cursor);
    private readonly PhraseTimes _times = new(cursor);

    private PhraseDraft Draft => cursor.Draft;

    private DateTimeZone Zone => Draft.Zone ?? cursor.Context.Zone;

    private LocalDate Today => cursor.Context.Now.InZone(Zone).Date;

    private TextSpan Whole => new(0, cursor.Text.Length);

    public PhraseReading Resolve()
    {
        if (Draft.End < Today)
            cursor.Fail("end-in-past", Draft.EndSpan ?? Whole, "The end date is in the past, so this never runs.");
        var terms = cursor.Failure is null && !_questions.Ask() && !NothingLeft() ? Terms() : null;
        if (cursor.Failure is not null || terms is null)
            return cursor.Failure ?? PhraseReader.Error("incomplete", Whole, "Say what repeats: every day, every Monday, every 2 weeks, every 15 minutes…");
        return Finish(terms);
    }

    private PhraseReading Finish(RuleTerms terms)
    {
        var (errors, warnings) = (new List<FieldError>(), new List<FieldError>());
        var rule = RuleBuilder.Build(terms, cursor.Context, errors, warnings);
        if (rule is null)
        {
            var span = errors[0].Code == "too-frequent" ? Draft.UnitSpan : Whole;
            return PhraseReader.Error(errors[0].Code, span.End == 0 ? Whole : span, errors[0].Message);
        }

        if (Draft.End is not null && rule.Next(cursor.Context.Now) is null)
            return PhraseReader.Error("never-fires", Draft.EndSpan ?? Whole, "No run is left before the end date.");
        if (ImpliesMonth(rule)) Draft.Note("of-the-month-implied", "Counted within the month");
        if (rule.Terms.Exclude.Length > 0 || rule.Terms.BusinessWeek != Weekdays.MondayToFriday) Draft.Notes.RemoveAll(n => n.Code == "uses-holiday-calendar");
        if (rule.Terms is { Every: > 1, Anchor: { } anchor } && Draft.Anchor is null && rule.Type is ScheduleType.Weekly or ScheduleType.Monthly)
            Draft.Note("anchor", FormattableString.Invariant($"Starts {anchor:ddd d MMM yyyy}"));
        if (rule.Terms.LacksDaysSomewhere() && !Draft.SaysMissing) NoteMissing(rule.Terms);
        return new PhraseReading { Status = PhraseStatus.Ok, Rule = rule, Notes = [.. Draft.Notes], Warnings = [.. warnings.Select(w => w with { Field = "" })] };
    }

    private bool ImpliesMonth(RecurrenceRule rule) => Draft.Nths.Count > 0 && Draft.Of == PhraseUnit.None && rule.Terms.Months == Dates.EveryMonth
        && rule.Type == ScheduleType.Monthly && Draft.Unit is not (PhraseUnit.Month or PhraseUnit.Quarter or PhraseUnit.Year);

    private void NoteMissing(RuleTerms terms)
    {
        if (terms.Months == 1 << 2) Draft.Note("leap-years-only", "29 February comes in leap years only");
        else Draft.Note("missing-day-policy", "Months without that day are skipped; add “or on the last day of shorter months” to run then");
    }

    private bool NothingLeft()
    {
        if (Draft.ExceptSpan is not { } span) return false;
        var weekdays = Draft.Weekdays == 0 ? Weekdays.All : Draft.Weekdays;
        var months = Draft.Months == 0 ? Dates.EveryMonth : Draft.Months;
        return ((weekdays & ~Draft.ExceptWeekdays) == 0 || (months & ~Draft.ExceptMonths) == 0)
            && cursor.Fail("never-fires", span, "Nothing is left after the exception.");
    }

    private RuleTerms? Terms()
    {
        var terms = new RuleTerms
        {
            Type = ScheduleType.Cron, Zone = Zone, Start = Draft.Start, End = Draft.End, Exclude = [.. Draft.Exclude], WhenExcluded = Draft.WhenExcluded,
            Jitter = Draft.Jitter, BusinessWeek = Weekdays.Of(cursor.Context.BusinessWeek), Anchor = Draft.Anchor,
        };
        if (Draft.ClockSets is not null || Draft.Unit is PhraseUnit.Second or PhraseUnit.Minute or PhraseUnit.Hour || (Draft.MinutesPast != 0 && Draft.Times.Count == 0))
            return new PhraseCron(cursor).Interval() is { } interval ? terms with { Cron = interval, Anchor = null } : null;
        if (Draft.Unit == PhraseUnit.None && !Draft.HasMonthDays && Draft.Weekdays == 0 && !Draft.IsCronOnly && Draft.Months == 0)
            return null;
        if (Draft.Window is { } window && cursor.Fail("incomplete", window.Span, "Say how often within these hours: every 15 minutes, every hour…")) return null;
        var times = _times.Resolve();
        if (cursor.Failure is not null) return null;
        if (Draft.IsCron || Draft.IsCronOnly)
            return new PhraseCron(cursor).Fixed(times) is { } cron ? terms with { Cron = cron, Anchor = null } : null;
        return Dated(terms with { Times = times });
    }

    private RuleTerms? Dated(RuleTerms terms)
    {
        if (Draft.HasMonthDays || Draft.Unit is PhraseUnit.Month or PhraseUnit.Quarter or PhraseUnit.Year) return new PhraseMonthly(cursor, Today).Of(terms);
        terms = terms with { Every = Draft.Every, Months = Months() };
        if (Draft.Weekdays == 0 && Draft.ExceptWeekdays == 0 && Draft.Unit != PhraseUnit.Week) return terms with { Type = ScheduleType.Daily };
        return terms with { Type = ScheduleType.Weekly, Weekdays = WeekdaysOrToday() };
    }

    private ushort Months() => (ushort)((Draft.Months == 0 ? Dates.EveryMonth : Draft.Months) & ~Draft.ExceptMonths);

    private byte WeekdaysOrToday()
    {
        if (Draft.Weekdays != 0) return (byte)(Draft.Weekdays & ~Draft.ExceptWeekdays);
        if (Draft.ExceptWeekdays != 0) return (byte)(Weekdays.All & ~Draft.ExceptWeekdays);
        Draft.Note("no-day", $"No day given: {Today.DayOfWeek}, as today");
        return (byte)(1 << Weekdays.Bit(Today.DayOfWeek));
    }
}
