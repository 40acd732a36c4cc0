using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>Single dates, as bounds of a schedule have them: "2026-02-13", "23 January", "end of March", "tomorrow".</summary>
internal sealed class PhraseDates(PhraseCursor cursor)
{
    public LocalDate Today => cursor.Context.Now.InZone(cursor.Draft.Zone ?? cursor.Context.Zone).Date;

    /// <summary>A date follows after <paramref name="ahead"/> tokens and an article.</summary>
    public bool FollowsAt(int ahead)
    {
        var (token, next) = (cursor.Peek(ahead), cursor.Peek(ahead + 1));
        if (token.Is("the")) return FollowsAt(ahead + 1);
        return token.Kind is PhraseTokenKind.Date or PhraseTokenKind.SlashDate or PhraseTokenKind.Month or PhraseTokenKind.Weekday || token.IsAnyOf("tomorrow", "today", "next", "end")
            || (token.Kind is PhraseTokenKind.Number or PhraseTokenKind.Ordinal && (next.Kind == PhraseTokenKind.Month || next.Is("of")));
    }

    /// <summary>Reads the date; null, with the parser stopped, where it is none.</summary>
    /// <param name="isEnd">A month alone means its last day and not its first.</param>
    /// <param name="from">A date without a year is the next one from here; null for today.</param>
    public LocalDate? Read(bool isEnd, LocalDate? from)
    {
        cursor.Accept("the");
        var start = cursor.At;
        var token = cursor.Current;
        cursor.At++;
        if (token is { Kind: PhraseTokenKind.Date, Value: < 0 })
        {
            cursor.Fail("day-out-of-range", token.Span, "There is no such date.");
            return null;
        }

        if (token.Kind == PhraseTokenKind.SlashDate) return Slashes(token);
        if (token.Kind == PhraseTokenKind.Date) return new LocalDate(token.Value / 10_000, token.Value / 100 % 100, token.Value % 100);
        if (token.Is("today")) return Today;
        if (token.Is("tomorrow")) return Today.PlusDays(1);
        if (token.Is("next") && NextPeriod() is { } period) return period;
        if (token.Is("next") && cursor.Is(PhraseTokenKind.Weekday)) token = Next();
        if (token.Kind == PhraseTokenKind.Weekday) return Today.Next(token.Value == 0 ? IsoDayOfWeek.Sunday : (IsoDayOfWeek)token.Value);
        if (token.Is("end")) return EndOf(start);
        if (token.Kind == PhraseTokenKind.Month && cursor.Current.Kind is PhraseTokenKind.Number or PhraseTokenKind.Ordinal && cursor.Current.Value <= 31 && !cursor.AtEnd)
            return Dated(Next().Value, token.Value, start, from);
        if (token.Kind == PhraseTokenKind.Month) return MonthAlone(token.Value, isEnd, from);
        cursor.Accept("of");
        if (token.Kind is PhraseTokenKind.Number or PhraseTokenKind.Ordinal && cursor.Is(PhraseTokenKind.Month)) return Dated(token.Value, Next().Value, start, from);
        cursor.Fail("incomplete", cursor.SpanFrom(start), "A date is expected here, for example 2026-01-31 or 31 January.");
        return null;
    }

    /// <summary>A month that has no day and no year with it.</summary>
    public bool IsMonthAlone(int ahead) => cursor.Peek(ahead).Kind == PhraseTokenKind.Month && cursor.Peek(ahead + 1).Kind is not (PhraseTokenKind.Number or PhraseTokenKind.Ordinal);

    /// <summary>The first day of next week, month or year.</summary>
    private LocalDate? NextPeriod()
    {
        LocalDate? first = PhraseFrequency.UnitOf(cursor.Current) switch
        {
            PhraseUnit.Week => Today.Next(IsoDayOfWeek.Monday),
            PhraseUnit.Month => new LocalDate(Today.Year, Today.Month, 1).PlusMonths(1),
            PhraseUnit.Year => new LocalDate(Today.Year + 1, 1, 1),
            _ => null,
        };
        if (first is not null) cursor.At++;
        return first;
    }

    /// <summary>A date with slashes where only one order is possible; else the question which one is meant.</summary>
    private LocalDate? Slashes(PhraseToken token)
    {
        var date = PhraseSlashes.Of(token);
        if (date.Orders.Count == 1 && date.Year is null or (>= 1900 and <= 9999))
        {
            var (day, month) = date.Orders[0];
            var year = date.Year ?? Enumerable.Range(Today.Year, 9).First(y => day <= CivilDay.LengthOf(y, month) && new LocalDate(y, month, day) >= Today);
            if (day <= CivilDay.LengthOf(year, month)) return new LocalDate(year, month, day);
        }

        if (date.Orders.Count < 2) cursor.Fail("day-out-of-range", token.Span, "There is no such date; write it as 2026-01-31.");
        else PhraseSlashes.Ask(cursor, token);
        return null;
    }

    private PhraseToken Next()
    {
        var token = cursor.Current;
        cursor.At++;
        return token;
    }

    private int? Year()
    {
        var comma = cursor.Is(PhraseTokenKind.Comma) ? 1 : 0;
        if (cursor.Peek(comma) is not { Kind: PhraseTokenKind.Number, Value: >= 1900 and <= 9999, Text.Length: 4 } year) return null;
        if (year.Value <= 2359 && year.Text[0] != '2' && comma == 0) return null;
        cursor.At += comma + 1;
        return year.Value;
    }

    private LocalDate? Dated(int day, int month, int start, LocalDate? from)
    {
        var year = Year();
        if (day < 1 || day > CivilDay.LongestOf(month) || (year is { } y && day > CivilDay.LengthOf(y, month)))
        {
            cursor.Fail("day-out-of-range", cursor.SpanFrom(start), $"{EnglishWords.Months[month]} does not have that day.");
            return null;
        }

        var least = from ?? Today;
        for (var guess = year ?? least.Year; ; guess++)
        {
            if (day > CivilDay.LengthOf(guess, month)) continue;
            var date = new LocalDate(guess, month, day);
            if (year is not null || date >= least) return date;
        }
    }

    private LocalDate MonthAlone(int month, bool isEnd, LocalDate? from)
    {
        var least = from ?? Today;
        var year = Year() ?? (month < least.Month ? least.Year + 1 : least.Year);
        return new LocalDate(year, month, isEnd ? CivilDay.LengthOf(year, month) : 1);
    }

    private LocalDate? EndOf(int start)
    {
        cursor.Accept("of");
        while (cursor.IsAny("the", "this")) cursor.At++;
        if (cursor.Is(PhraseTokenKind.Month)) return MonthAlone(Next().Value, isEnd: true, null);
        if (cursor.Is(PhraseTokenKind.Number) && Year() is { } last) return new LocalDate(last, 12, 31);
        if (cursor.Accept("month")) return new LocalDate(Today.Year, Today.Month, CivilDay.LengthOf(Today.Year, Today.Month));
        if (cursor.Accept("year")) return new LocalDate(Today.Year, 12, 31);
        cursor.Fail("incomplete", cursor.SpanFrom(start), "Say the end of what: of March, of the month, of the year.");
        return null;
    }
}
