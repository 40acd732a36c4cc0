namespace Broadsheet.Core.Recurrence;

/// <summary>"The 1st and 15th", "second to last Friday", "first business day of each quarter", "31 March", "3 days before month end".</summary>
internal sealed class PhraseOrdinals(PhraseCursor cursor)
{
    private PhraseDraft Draft => cursor.Draft;

    public bool Read() => DaysBefore() || DayAndMonth() || List();

    /// <summary>"Of the month", "of every quarter", "of January and July"; where it stands, every month unless said.</summary>
    public bool OfPeriod()
    {
        var start = cursor.At;
        if (!cursor.Accept("of") && !cursor.Sees("every|a", "month|quarter|year") && !cursor.Sees("in", "the", "month|quarter|year")) return false;
        cursor.Accept("in");
        while (cursor.IsAny("the", "a", "every")) cursor.At++;
        if (cursor.Is(PhraseTokenKind.Month))
        {
            Draft.Months |= new PhraseDays(cursor).MonthList();
            Draft.Of = PhraseUnit.Month;
            return true;
        }

        var unit = PhraseFrequency.UnitOf(cursor.Current);
        if (unit is not (PhraseUnit.Month or PhraseUnit.Quarter or PhraseUnit.Year))
        {
            cursor.At = start;
            return false;
        }

        cursor.At++;
        Draft.Of = unit;
        return true;
    }

    /// <summary><c>3 days before the end of the month</c>, <c>2 business days before month end</c>.</summary>
    private bool DaysBefore()
    {
        var start = cursor.At;
        if (cursor.Accept("day", "before")) return Before(1, isBusiness: false, start);
        if (!cursor.Is(PhraseTokenKind.Number) || cursor.Current.Value < 1) return false;
        var before = cursor.Current.Value;
        var business = cursor.Peek(1).IsAnyOf("business", "working", "work") && cursor.Peek(2).Is("day") && cursor.Peek(3).Is("before");
        if (!business && !(cursor.Peek(1).Is("day") && cursor.Peek(2).Is("before"))) return false;
        cursor.At += business ? 4 : 3;
        return Before(before, business, start);
    }

    private bool Before(int before, bool isBusiness, int start)
    {
        cursor.SkipArticles();
        if (!AcceptEnd()) return cursor.Fail("incomplete", cursor.SpanFrom(start), "Say before what: the end of the month, the last day.");
        if (before > (isBusiness ? 22 : 30)) return cursor.Fail("day-out-of-range", cursor.SpanFrom(start), "A month does not have so many days.");
        if (isBusiness)
        {
            Draft.BusinessDaysFromEnd |= 1u << (before + 1);
            NoteBusiness("business");
        }
        else
        {
            Draft.LastDays |= 1u << before;
        }

        Draft.AddDays(cursor.SpanFrom(start));
        return true;
    }

    private bool AcceptEnd()
    {
        if (cursor.Accept("month", "end") || cursor.Accept("eom")) return true;
        if (!cursor.Accept("last", "day") && !cursor.Accept("end")) return false;
        OfPeriod();
        return true;
    }

    /// <summary><c>31 March</c>, <c>March 31st</c>, <c>30th of February</c>; with a year it is a single run.</summary>
    private bool DayAndMonth()
    {
        var start = cursor.At;
        int day, month;
        if (cursor.Is(PhraseTokenKind.SlashDate)) return Slashes();
        if (cursor.Is(PhraseTokenKind.Month) && cursor.Peek(1).Kind is PhraseTokenKind.Number or PhraseTokenKind.Ordinal && cursor.Peek(1).Value <= 31)
        {
            (month, day) = (cursor.Current.Value, cursor.Peek(1).Value);
            cursor.At += 2;
        }
        else if (cursor.Current.Kind is PhraseTokenKind.Number or PhraseTokenKind.Ordinal && !cursor.AtEnd && MonthAhead() is > 0 and var ahead)
        {
            (day, month) = (cursor.Current.Value, cursor.Peek(ahead).Value);
            cursor.At += ahead + 1;
        }
        else
        {
            return false;
        }

        return AddDate(day, month, start);
    }

    /// <summary><c>31/12</c>, of which only one order is a date.</summary>
    private bool Slashes()
    {
        var (start, token) = (cursor.At, cursor.Current);
        var date = PhraseSlashes.Of(token);
        if (date.Year is not null)
        {
            cursor.At++;
            return cursor.Fail("one-off", token.Span, "This is one run, not a repeating schedule; leave out the year for every year.");
        }

        if (date.Orders.Count != 1) return false;
        cursor.At++;
        Draft.Note("date-order", $"Read as {date.Orders[0].Day} {EnglishWords.Months[date.Orders[0].Month]}");
        return AddDate(date.Orders[0].Day, date.Orders[0].Month, start);
    }

    private bool AddDate(int day, int month, int start)
    {
        var span = cursor.SpanFrom(start);
        var year = cursor.Is(PhraseTokenKind.Comma) ? 1 : 0;
        if (cursor.Peek(year) is { Kind: PhraseTokenKind.Number, Value: >= 1900 and <= 9999 })
        {
            cursor.At += year + 1;
            return cursor.Fail("one-off", cursor.SpanFrom(start),
                $"This is one run, not a repeating schedule; for every year write “every {day} {EnglishWords.Months[month]}”.", $"every {day} {EnglishWords.Months[month]}");
        }

        if (day is < 1 or > 31) return cursor.Fail("day-out-of-range", cursor.Peek(start - cursor.At).Span, "A month has at most 31 days.");
        var name = EnglishWords.Months[month];
        if (day > CivilDay.LongestOf(month))
            return cursor.Fail("never-fires", span, $"{name} never has {day} days, so this never runs; its last day is “last day of {name}”.", $"last day of {name}");
        Draft.Dates.Add((day, month));
        Draft.AddDays(span);
        return true;
    }

    private int MonthAhead()
    {
        if (cursor.Peek(1).Kind == PhraseTokenKind.Month) return 1;
        return cursor.Peek(1).Is("of") && cursor.Peek(2).Kind == PhraseTokenKind.Month ? 2 : 0;
    }

    /// <summary>A list of ordinals and what they count: days of the month, weekdays or business days.</summary>
    private bool List()
    {
        var start = cursor.At;
        var numbers = FirstFew() ?? Numbers();
        if (numbers.Count == 0) return false;
        if (cursor.Is(PhraseTokenKind.Weekday)) return NthWeekdays(DaysAside(numbers), start);
        if (cursor.Accept("weekend"))
            return cursor.Fail("unsupported", cursor.SpanFrom(start), "A weekend is two days; say which: the first Saturday, the first Saturday and Sunday.");
        if (cursor.Sees("weekday") || cursor.Sees("business|working|work", "day")) return Business(numbers, start);
        return MonthDays(numbers, start);
    }

    private List<(int Value, PhraseToken Token)> Numbers()
    {
        var numbers = new List<(int Value, PhraseToken Token)>();
        while (One() is { } one)
        {
            numbers.Add(one);
            if (Range() is { } last)
                for (var day = one.Value + 1; day <= Math.Min(last, 31); day++) numbers.Add((day, one.Token));
            var ahead = 0;
            while (cursor.Peek(ahead) is { Kind: PhraseTokenKind.Comma, Text.Length: > 0 } || cursor.Peek(ahead).IsAnyOf("and", "the")) ahead++;
            if (cursor.Peek(ahead).Kind != PhraseTokenKind.Ordinal && !cursor.Peek(ahead).IsAnyOf("last", "penultimate")) break;
            cursor.At += ahead;
        }

        return numbers;
    }

    /// <summary>"First 5 days", "last two business days", "first two Mondays".</summary>
    private List<(int Value, PhraseToken Token)>? FirstFew()
    {
        var isFirst = cursor.Current is { Kind: PhraseTokenKind.Ordinal, Value: 1 };
        if ((!isFirst && !cursor.Is("last")) || cursor.Peek(1) is not { Kind: PhraseTokenKind.Number, Value: >= 1 and <= 31 } count) return null;
        if (cursor.Peek(2).Kind != PhraseTokenKind.Weekday && !cursor.Peek(2).IsAnyOf("day", "business", "working", "work", "weekday")) return null;
        cursor.At += 2;
        return [.. Enumerable.Range(0, count.Value).Select(i => (isFirst ? i + 1 : -i, count))];
    }

    /// <summary>"The 15th and the last Friday": what can't count weekdays is a day of the month of its own.</summary>
    private List<(int Value, PhraseToken Token)> DaysAside(List<(int Value, PhraseToken Token)> numbers)
    {
        if (numbers[^1].Value > 5) return numbers;
        foreach (var (value, token) in numbers.Where(n => n.Value is > 5 and <= 31))
        {
            Draft.Days |= 1u << value;
            Draft.AddDays(token.Span);
        }

        return numbers.FindAll(n => n.Value is <= 5 or > 31);
    }

    /// <summary>1 and up, or 0 for the last, -1 for the one before it.</summary>
    private (int Value, PhraseToken Token)? One()
    {
        var token = cursor.Current;
        if (cursor.Accept("last")) return (0, token);
        if (cursor.Accept("penultimate") || cursor.Accept("next", "to", "last")) return (-1, token);
        if (!cursor.Is(PhraseTokenKind.Ordinal)) return null;
        var words = cursor.Peek(1).Is("to") && cursor.Peek(2).Is("last") ? 3 : cursor.Peek(1).Is("last") ? 2 : 1;
        cursor.At += words;
        return (words == 1 ? token.Value : 1 - token.Value, token);
    }

    private int? Range()
    {
        if (!(cursor.Is(PhraseTokenKind.Dash) || cursor.IsAny("to", "through")) || cursor.Peek(1).Kind != PhraseTokenKind.Ordinal) return null;
        var last = cursor.Peek(1).Value;
        cursor.At += 2;
        return last;
    }

    private bool NthWeekdays(List<(int Value, PhraseToken Token)> numbers, int start)
    {
        byte nth = 0, fromEnd = 0;
        foreach (var (value, token) in numbers)
        {
            if (value is > 5 or < -4)
            {
                var day = EnglishWords.Weekdays[cursor.Current.Value];
                return cursor.Fail("nth-out-of-range", token.Span, $"A month never has so many of a {day}; use first to fifth, or last.");
            }

            if (value > 0) nth |= (byte)(1 << value);
            else fromEnd |= (byte)(1 << (1 - value));
        }

        var weekdays = new PhraseDays(cursor).WeekdayList(out _);
        var span = cursor.SpanFrom(start);
        if (Draft.DaysSpan is { } aside && aside.Start == span.Start) span = span with { Start = numbers[0].Token.Span.Start };
        Draft.Nths.Add(new PhraseNth(nth, fromEnd, weekdays, span));
        Draft.AddSegment(0, span);
        return OfPeriod() || true;
    }

    private bool Business(List<(int Value, PhraseToken Token)> numbers, int start)
    {
        foreach (var (value, token) in numbers)
        {
            if (value is > 23 or < -22) return cursor.Fail("nth-out-of-range", token.Span, "A month has at most 23 business days.");
            if (value > 0) Draft.BusinessDays |= 1u << value;
            else Draft.BusinessDaysFromEnd |= 1u << (1 - value);
        }

        NoteBusiness(cursor.Current.Text);
        cursor.At += cursor.Is("weekday") ? 1 : 2;
        Draft.AddDays(cursor.SpanFrom(start));
        return OfPeriod() || true;
    }

    private bool MonthDays(List<(int Value, PhraseToken Token)> numbers, int start)
    {
        var counted = cursor.Accept("day");
        if (!counted && numbers.Exists(n => n.Value <= 0) && !cursor.Sees("of", "the|every|a", "month|quarter|year") && !cursor.Sees("of", "month|quarter|year"))
            return cursor.Fail("incomplete", cursor.SpanFrom(start), "Say the last what: the last day, the last Friday, the last business day.");
        foreach (var (value, token) in numbers)
        {
            if (value is > 31 or < -30 || token is { Kind: PhraseTokenKind.Ordinal, Value: 0 }) return cursor.Fail("day-out-of-range", token.Span, "A month has at most 31 days.");
            if (value > 0) Draft.Days |= 1u << value;
            else Draft.LastDays |= 1u << -value;
        }

        Draft.AddDays(cursor.SpanFrom(start));
        return OfPeriod() || true;
    }

    private void NoteBusiness(string word)
    {
        if (word != "weekday") Draft.Note("uses-holiday-calendar", "Holidays are left out where a calendar is excluded");
    }
}
