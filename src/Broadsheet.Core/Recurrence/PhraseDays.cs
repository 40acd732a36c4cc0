namespace Broadsheet.Core.Recurrence;

/// <summary>On which days: weekdays, days of the month, nth weekdays, business days, dates of the year, and months.</summary>
internal sealed class PhraseDays(PhraseCursor cursor)
{
    private readonly PhraseOrdinals _ordinals = new(cursor);

    private PhraseDraft Draft => cursor.Draft;

    public bool Read() => Unions() || Nearest() || _ordinals.Read() || Weekdays() || EndOfPeriod() || Numbered() || MonthNames();

    /// <summary>"Monday", "Mon to Fri", "weekdays", "every business day", and lists of them.</summary>
    public bool Weekdays()
    {
        var start = cursor.At;
        var days = WeekdayList(out var named);
        if (days == 0) return false;
        if (Draft.Unit == PhraseUnit.None) Draft.Unit = PhraseUnit.Week;
        Draft.NamesWeekday |= named;
        Draft.AddWeekdays(days, cursor.SpanFrom(start));
        if (cursor.Sees("of", "the|a|every", "week|month|quarter|year")) cursor.At += 3;
        return true;
    }

    /// <summary>Reads as many weekdays as follow each other; 0 where none does.</summary>
    public byte WeekdayList(out bool named)
    {
        var days = 0;
        named = false;
        while (OneOrRange(ref named) is var some && some != 0)
        {
            days |= some;
            var ahead = Separators();
            if (cursor.Peek(ahead).Kind != PhraseTokenKind.Weekday && !cursor.Peek(ahead).IsAnyOf("weekday", "weekend")) break;
            cursor.At += ahead;
        }

        return (byte)days;
    }

    /// <summary>A list of months: "January, April and July".</summary>
    public ushort MonthList()
    {
        var months = 0;
        while (cursor.Is(PhraseTokenKind.Month))
        {
            var first = cursor.Current.Value;
            cursor.At++;
            months |= 1 << first;
            if ((cursor.Is(PhraseTokenKind.Dash) || cursor.IsAny("to", "through")) && cursor.Peek(1).Kind == PhraseTokenKind.Month)
            {
                for (var month = first; month != cursor.Peek(1).Value; month = month % 12 + 1) months |= 1 << (month % 12 + 1);
                cursor.At += 2;
            }

            var ahead = Separators();
            if (cursor.Peek(ahead).Kind != PhraseTokenKind.Month || cursor.Peek(ahead + 1).Kind is PhraseTokenKind.Number or PhraseTokenKind.Ordinal) break;
            cursor.At += ahead;
        }

        return (ushort)months;
    }

    private int Separators()
    {
        var ahead = 0;
        while (cursor.Peek(ahead) is { Kind: PhraseTokenKind.Comma, Text.Length: > 0 } || cursor.Peek(ahead).IsAnyOf("and")) ahead++;
        return ahead;
    }

    private int OneOrRange(ref bool named)
    {
        if (cursor.Sees("weekday") && !cursor.Peek(1).Is("nearest")) return Group(1, Recurrence.Weekdays.MondayToFriday);
        if (cursor.Sees("weekend")) return Group(1, Recurrence.Weekdays.Weekend);
        if (cursor.Sees("business|working|work", "day") && !cursor.Peek(2).Is("before"))
        {
            if (cursor.Is("business")) Draft.Note("uses-holiday-calendar", "Holidays are left out where a calendar is excluded");
            return Group(2, Recurrence.Weekdays.Of(cursor.Context.BusinessWeek));
        }

        if (!cursor.Is(PhraseTokenKind.Weekday)) return 0;
        named = true;
        var first = cursor.Current.Value;
        cursor.At++;
        var days = 1 << first;
        var to = cursor.Is(PhraseTokenKind.Dash) || cursor.IsAny("to", "through", "-");
        if (!to || cursor.Peek(1).Kind != PhraseTokenKind.Weekday) return days;
        for (var day = first; day != cursor.Peek(1).Value; day = (day + 1) % 7) days |= 1 << ((day + 1) % 7);
        cursor.At += 2;
        return days;
    }

    private int Group(int words, byte days)
    {
        cursor.At += words;
        return days;
    }

    private bool Unions()
    {
        if (cursor.Accept("as", "well", "as")) return Draft.HasEither = true;
        if (cursor.Accept("only", "if", "it", "is")) return Draft.HasBoth = true;
        return false;
    }

    /// <summary>"The weekday nearest the 15th", "the weekday nearest 3 days before the last day".</summary>
    private bool Nearest()
    {
        if (!cursor.Sees("weekday", "nearest")) return false;
        var start = cursor.At;
        cursor.At += 2;
        cursor.Accept("to");
        cursor.SkipArticles();
        if (cursor.Accept("last", "day")) Draft.NearestToLast |= 1;
        else if (cursor.Is(PhraseTokenKind.Ordinal) && cursor.Current.Value is >= 1 and <= 31) Draft.NearestTo |= 1u << cursor.Peek(0).Value;
        else if (cursor.Is(PhraseTokenKind.Number) && cursor.Peek(1).Is("day") && cursor.Current.Value is >= 1 and <= 30) return NearestBefore(start);
        else return cursor.Fail("incomplete", cursor.SpanFrom(start), "A day of the month is expected after “nearest”.");
        if (cursor.Is(PhraseTokenKind.Ordinal)) cursor.At++;
        Draft.AddDays(cursor.SpanFrom(start));
        return _ordinals.OfPeriod() || true;
    }

    private bool NearestBefore(int start)
    {
        var before = cursor.Current.Value;
        cursor.At += 2;
        cursor.Accept("before");
        cursor.SkipArticles();
        if (!cursor.Accept("last", "day")) return cursor.Fail("incomplete", cursor.SpanFrom(start), "Write “before the last day”.");
        Draft.NearestToLast |= 1u << before;
        Draft.AddDays(cursor.SpanFrom(start));
        return _ordinals.OfPeriod() || true;
    }

    /// <summary>"End of the month", "month end", "beginning of each quarter", "mid-month", "WD3".</summary>
    private bool EndOfPeriod()
    {
        var start = cursor.At;
        if (cursor.Accept("eom")) return Day(0, start);
        if (cursor.Is("eoq")) return End(PhraseUnit.Quarter, 1, start);
        if (cursor.Is("eoy")) return End(PhraseUnit.Year, 1, start);
        if (cursor.Is("wd")) return WorkingDay();
        if (cursor.Accept("midmonth") || cursor.Accept("mid", "month") || cursor.Sees("middle", "of")) return Middle(start);
        if (cursor.Sees("month|quarter|year", "end")) return End(PhraseFrequency.UnitOf(cursor.Current), 2, start);
        if (!cursor.Sees("end|starting", "of")) return false;
        var isEnd = cursor.Is("end");
        cursor.At++;
        if (!_ordinals.OfPeriod()) return cursor.Fail("incomplete", cursor.SpanFrom(start), "Say of what: of the month, of the quarter, of the year.");
        return Day(isEnd ? 0 : 1, start);
    }

    private bool End(PhraseUnit unit, int words, int start)
    {
        cursor.At += words;
        Draft.Of = unit;
        return Day(0, start);
    }

    private bool Middle(int start)
    {
        if (cursor.Accept("middle")) _ordinals.OfPeriod();
        Draft.Note("mid-month", "The middle of the month is the 15th");
        return Day(15, start);
    }

    private bool WorkingDay()
    {
        var (start, token) = (cursor.At, cursor.Current);
        cursor.At++;
        if (token.Value is 0 or < -23 or > 23) return cursor.Fail("nth-out-of-range", token.Span, "A month has at most 23 working days.");
        if (token.Value > 0) Draft.BusinessDays |= 1u << token.Value;
        else Draft.BusinessDaysFromEnd |= 1u << -token.Value;
        Draft.AddDays(cursor.SpanFrom(start));
        Draft.Note("uses-holiday-calendar", "Holidays are left out where a calendar is excluded");
        var nth = EnglishWords.Ordinal(Math.Abs(token.Value));
        Draft.Note("idiom", $"WD{token.Value} is the {(token.Value == -1 ? "last" : token.Value < 0 ? nth + " to last" : nth)} working day");
        return true;
    }

    /// <param name="day">0 for the last.</param>
    /// <param name="start">The first token of it.</param>
    private bool Day(int day, int start)
    {
        if (day == 0) Draft.LastDays |= 1;
        else Draft.Days |= 1u << day;
        Draft.AddDays(cursor.SpanFrom(start));
        return true;
    }

    /// <summary>"Day 10", "days 1 and 15".</summary>
    private bool Numbered()
    {
        if (!cursor.Sees("day") || cursor.Peek(1).Kind != PhraseTokenKind.Number) return false;
        var start = cursor.At;
        cursor.At++;
        while (cursor.Is(PhraseTokenKind.Number))
        {
            if (cursor.Current.Value is < 1 or > 31) return cursor.Fail("day-out-of-range", cursor.Current.Span, "A month has at most 31 days.");
            var first = cursor.Current.Value;
            cursor.At++;
            if (LastOfRange() is not { } last) return true;
            for (var day = first; day <= Math.Max(first, last); day++) Draft.Days |= 1u << day;
            var ahead = Separators();
            if (cursor.Peek(ahead).Kind != PhraseTokenKind.Number) break;
            cursor.At += ahead;
        }

        Draft.AddDays(cursor.SpanFrom(start));
        return _ordinals.OfPeriod() || true;
    }

    /// <summary>The 5 of "days 1-5"; 0 where no range follows, null with the parser stopped where it is none.</summary>
    private int? LastOfRange()
    {
        if (!(cursor.Is(PhraseTokenKind.Dash) || cursor.IsAny("to", "through")) || cursor.Peek(1).Kind != PhraseTokenKind.Number) return 0;
        var last = cursor.Peek(1);
        cursor.At += 2;
        if (last.Value is >= 1 and <= 31 && last.Value > cursor.Peek(-3).Value) return last.Value;
        cursor.Fail("day-out-of-range", last.Span, "A range of days goes up, to 31 at most.");
        return null;
    }

    private bool MonthNames()
    {
        var start = cursor.At;
        cursor.Accept("in");
        var months = Quarters() | MonthList();
        if (months == 0)
        {
            cursor.At = start;
            return false;
        }

        Draft.Months |= (ushort)months;
        return true;
    }

    /// <summary>"Q1 and Q3".</summary>
    private ushort Quarters()
    {
        var months = 0;
        while (cursor.Is(PhraseTokenKind.Word) && cursor.Current.Text is ['q', >= '1' and <= '4'] quarter)
        {
            months |= 0b1110 << ((quarter[1] - '1') * 3);
            cursor.At++;
            if ((cursor.IsAny("and") || cursor.Is(PhraseTokenKind.Comma)) && cursor.Peek(1).Text is ['q', >= '1' and <= '4']) cursor.At++;
        }

        return (ushort)months;
    }
}
