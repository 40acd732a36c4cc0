namespace Broadsheet.Core.Recurrence;

/// <summary>How often: "every 2 weeks", "daily", "twice a month", "every other Friday".</summary>
internal sealed class PhraseFrequency(PhraseCursor cursor, PhraseDays days)
{
    private PhraseDraft Draft => cursor.Draft;

    public bool Read() => Every() || Adverb() || Count() || BareUnit();

    /// <summary>The unit that a word names; <see cref="PhraseUnit.None"/> for other words.</summary>
    public static PhraseUnit UnitOf(PhraseToken token) => token.Kind == PhraseTokenKind.Word ? token.Text switch
    {
        "seconds" => PhraseUnit.Second,
        "minute" => PhraseUnit.Minute,
        "hour" => PhraseUnit.Hour,
        "day" => PhraseUnit.Day,
        "week" => PhraseUnit.Week,
        "month" => PhraseUnit.Month,
        "quarter" => PhraseUnit.Quarter,
        "year" => PhraseUnit.Year,
        _ => PhraseUnit.None,
    } : token is { Kind: PhraseTokenKind.Ordinal, Text: "second" } ? PhraseUnit.Second : PhraseUnit.None;

    private bool Every()
    {
        var start = cursor.At;
        if (!cursor.Accept("every") && !(cursor.Sees("all", "day|weekday|weekend|business|working|work") && cursor.Accept("all"))) return Alternate();
        cursor.Accept("single");
        if (cursor.AtEnd)
            return cursor.Fail("incomplete", cursor.SpanFrom(start), "Say what repeats: every day, every Monday, every 2 weeks, every 15 minutes…");
        if (cursor.Sees("half", "hour") || cursor.Sees("half", "a", "hour")) return Parts(30);
        if (cursor.Sees("half", "minute|day|year")) return Halves(cursor.At);
        if (cursor.Sees("quarter", "hour") || cursor.Sees("quarter", "of", "a", "hour")) return Parts(15);
        if (cursor.Accept("other")) return Other(2);
        if (cursor.Accept("fortnight")) return Set(PhraseUnit.Week, 2, start);
        return cursor.Current.Kind switch
        {
            PhraseTokenKind.Fraction => Fraction(),
            PhraseTokenKind.Number => Number(),
            PhraseTokenKind.Ordinal => Ordinal(),
            PhraseTokenKind.Month => Month(),
            _ => Word(start),
        };
    }

    private bool Parts(int minutes)
    {
        var start = cursor.At;
        while (!cursor.Accept("hour")) cursor.At++;
        return Set(PhraseUnit.Minute, minutes, start);
    }

    /// <summary>"Every half day" is every 12 hours.</summary>
    private bool Halves(int start)
    {
        var unit = UnitOf(cursor.Peek(1));
        cursor.At += 2;
        return unit switch
        {
            PhraseUnit.Minute => Set(PhraseUnit.Second, 30, start),
            PhraseUnit.Day => Set(PhraseUnit.Hour, 12, start),
            _ => HalfYearly(start),
        };
    }

    private bool HalfYearly(int start)
    {
        Draft.HalfYearly = cursor.SpanFrom(start);
        return Set(PhraseUnit.Month, 6, start);
    }

    /// <summary>"Alternate Fridays", without "every".</summary>
    private bool Alternate() => cursor.Is("other") && (UnitOf(cursor.Peek(1)) != PhraseUnit.None || cursor.Peek(1).Kind == PhraseTokenKind.Weekday)
        && cursor.Accept("other") && Other(2);

    private bool Fraction()
    {
        var token = cursor.Current;
        cursor.At++;
        return cursor.Fail("interval-fraction", token.Span, "Only whole numbers are supported here; choose a smaller unit.");
    }

    private bool Number()
    {
        var start = cursor.At;
        var token = cursor.Current;
        if (token.Value <= 0) return cursor.Fail("interval-zero", token.Span, "The interval must be 1 or more.");
        if (cursor.Peek(1).Kind == PhraseTokenKind.Month) return days.Read();
        cursor.At++;
        if (UnitOf(cursor.Current) is not PhraseUnit.None and var unit)
        {
            cursor.At++;
            if (unit == PhraseUnit.Day && (cursor.IsAny("before") || cursor.IsAny("after")))
            {
                cursor.At = start;
                return days.Read();
            }

            return Set(unit, token.Value, start);
        }

        if (cursor.Is(PhraseTokenKind.Weekday)) return Set(PhraseUnit.Week, token.Value, start);
        if (cursor.Accept("fortnight")) return Set(PhraseUnit.Week, 2 * Math.Min(token.Value, RuleTerms.MaxEvery), start);
        if (cursor.Is("or")) return true;
        var rest = cursor.Text[token.Span.End..];
        var head = cursor.Text[..token.Span.Start];
        return cursor.Ask("unit-missing", token.Span, $"{token.Value} what?",
            $"on the {EnglishWords.Ordinal(Math.Min(token.Value, 31))} of the month{rest}", $"{head}{token.Value} hours", $"{head}{token.Value} days{rest}");
    }

    private bool Ordinal()
    {
        var start = cursor.At;
        var token = cursor.Current;
        var next = cursor.Peek(1);
        if (token.Text == "second" && (next.Text.Length == 0 || next.IsAnyOf("of", "on", "at")))
        {
            cursor.At++;
            return Set(PhraseUnit.Second, 1, start);
        }

        var ofPeriod = cursor.Peek(2).IsAnyOf("of", "in");
        if (UnitOf(next) is not (PhraseUnit.None or PhraseUnit.Second) and var unit && !ofPeriod)
        {
            cursor.At += 2;
            return Set(unit, token.Value, start);
        }

        if (next.Kind != PhraseTokenKind.Weekday || ofPeriod || token.Value == 1) return days.Read();
        cursor.At++;
        Set(PhraseUnit.Week, token.Value, start);
        var day = EnglishWords.Weekdays[next.Value];
        Draft.Note("ambiguous-with", $"Read as every {token.Value} weeks; for the {EnglishWords.Ordinal(token.Value)} {day} of the month say so");
        return days.Weekdays();
    }

    private bool Month()
    {
        if (Draft.Unit == PhraseUnit.None) Draft.Unit = PhraseUnit.Year;
        return days.Read();
    }

    private bool Other(int every)
    {
        var start = cursor.At;
        if (UnitOf(cursor.Current) is not PhraseUnit.None and var unit)
        {
            cursor.At++;
            return Set(unit, every, start);
        }

        if (!cursor.Is(PhraseTokenKind.Weekday)) return cursor.Fail("incomplete", cursor.SpanFrom(start - 1), "Say what repeats: every other day, every other Friday…");
        Set(PhraseUnit.Week, every, start);
        return days.Weekdays();
    }

    private bool Word(int start)
    {
        if (UnitOf(cursor.Current) is not PhraseUnit.None and var unit)
        {
            cursor.At++;
            if (unit == PhraseUnit.Minute && cursor.IsAny("of")) return cursor.Fail("unexpected", cursor.Current.Span, "Write “at every minute of hours 9 and 17”.");
            if (unit == PhraseUnit.Day && cursor.Sees("of", "the|a|every", "week|month|year")) cursor.At += 3;
            return Set(unit, 1, start + 1);
        }

        if (cursor.IsAny("morning", "afternoon", "evening", "night"))
        {
            Set(PhraseUnit.Day, 1, start);
            Draft.AddPartOfDay(cursor.Current.Text);
            cursor.At++;
            return true;
        }

        // Days say for themselves what is wrong with them; anything else is reported where the words are known.
        return true;
    }

    private bool Adverb()
    {
        var start = cursor.At;
        if (cursor.Sees("half", "hourly|yearly")) return HalfAdverb(start);
        if (cursor.Is("bi") && cursor.Peek(1).Is("weekly")) cursor.At++;
        if (AdverbOf(cursor.Current) is not { } frequency) return Unclear();
        var word = cursor.Current.Text;
        cursor.At++;
        if (word == "semiannually") return HalfYearly(start);
        if (word == "nightly") Draft.AddPartOfDay("night");
        if (word == "biweekly") Draft.Biweekly = cursor.SpanFrom(start);
        if (word == "semimonthly") Draft.Count = (2, PhraseUnit.Month, cursor.SpanFrom(start));
        return Set(frequency.Unit, frequency.Every, start);
    }

    private bool HalfAdverb(int start)
    {
        var hourly = cursor.Peek(1).Is("hourly");
        cursor.At += 2;
        return hourly ? Set(PhraseUnit.Minute, 30, start) : HalfYearly(start);
    }

    private static (PhraseUnit Unit, int Every)? AdverbOf(PhraseToken token) => token.Kind != PhraseTokenKind.Word ? null : token.Text switch
    {
        "daily" or "nightly" => (PhraseUnit.Day, 1),
        "hourly" => (PhraseUnit.Hour, 1),
        "halfhourly" => (PhraseUnit.Minute, 30),
        "weekly" => (PhraseUnit.Week, 1),
        "monthly" or "semimonthly" => (PhraseUnit.Month, 1),
        "quarterly" => (PhraseUnit.Quarter, 1),
        "yearly" => (PhraseUnit.Year, 1),
        "semiannually" => (PhraseUnit.Month, 6),
        "fortnightly" or "biweekly" => (PhraseUnit.Week, 2),
        _ => null,
    };

    private bool Unclear()
    {
        if (!cursor.IsAny("bimonthly", "biannually")) return false;
        var token = cursor.Current;
        cursor.At++;
        var (head, rest) = (cursor.Text[..token.Span.Start], cursor.Text[token.Span.End..]);
        return token.Text == "bimonthly"
            ? cursor.Ask("bimonthly", token.Span, "Every 2 months, or twice a month?", $"{head}every 2 months{rest}", $"{head}every month on the 1st and 15th")
            : cursor.Ask("biannual", token.Span, "Twice a year, or every 2 years?", $"{head}every 6 months{rest}", $"{head}every 24 months{rest}");
    }

    /// <summary><c>twice a week</c>, <c>twice daily</c>, <c>three times a month</c>, <c>5 days a week</c>, <c>once every two weeks</c>.</summary>
    private bool Count()
    {
        var start = cursor.At;
        if (cursor.Sees("once", "every") && (UnitOf(cursor.Peek(2)) == PhraseUnit.None || cursor.Peek(2).Kind == PhraseTokenKind.Ordinal)) return cursor.Accept("once");
        var isNumber = cursor.Is(PhraseTokenKind.Number) && cursor.Peek(1).IsAnyOf("time", "day");
        var count = cursor.Is("once") ? 1 : cursor.Is("twice") ? 2 : cursor.Is("thrice") ? 3 : isNumber ? cursor.Current.Value : 0;
        if (count <= 0) return false;
        var words = isNumber ? 2 : 1;
        var isDays = isNumber && cursor.Peek(1).Is("day");
        if (AdverbOf(cursor.Peek(words)) is { Every: 1 } adverb && !isDays) return Counted(count, adverb.Unit, words + 1, start);
        var unit = UnitOf(cursor.Peek(words + 1));
        if (!cursor.Peek(words).IsAnyOf("a", "every") || unit == PhraseUnit.None || (isDays && unit != PhraseUnit.Week)) return false;
        return isDays && count == 7 ? Counted(1, PhraseUnit.Day, words + 2, start) : Counted(count, unit, words + 2, start);
    }

    private bool Counted(int count, PhraseUnit unit, int words, int start)
    {
        cursor.At += words;
        if (count > 1) Draft.Count = (count, unit, cursor.SpanFrom(start));
        return Set(unit, 1, start);
    }

    /// <summary>"15 minutes" without "every" is an interval, too.</summary>
    private bool BareUnit()
    {
        if (Draft.Unit != PhraseUnit.None || !cursor.Is(PhraseTokenKind.Number) || cursor.Current.Value <= 0) return false;
        var unit = UnitOf(cursor.Peek(1));
        if (unit is not (PhraseUnit.Minute or PhraseUnit.Hour) || cursor.Peek(2).IsAnyOf("before", "after", "past", "of")) return false;
        var start = cursor.At;
        var value = cursor.Current.Value;
        cursor.At += 2;
        return Set(unit, value, start);
    }

    private bool Set(PhraseUnit unit, int every, int start)
    {
        var span = cursor.SpanFrom(start);
        if (every < 1) return cursor.Fail("interval-zero", span, "The interval must be 1 or more.");
        (unit, every) = Largest(unit, every);
        if (every > RuleTerms.MaxEvery) return cursor.Fail("out-of-range", span, $"At most every {RuleTerms.MaxEvery} of something can be counted.");
        if (Draft.Unit != PhraseUnit.None && (Draft.Unit, Draft.Every) != (unit, every) && !IsRefinement(unit, every))
            return cursor.Fail("conflict", span, "This says a second time how often it repeats.");
        if (Draft.Unit is PhraseUnit.None || every > 1 || Rank(unit) < Rank(Draft.Unit)) (Draft.Unit, Draft.Every, Draft.UnitSpan) = (unit, every, span);
        return true;
    }

    /// <summary>"Every 120 minutes" is every 2 hours, and "every 48 hours" every 2 days.</summary>
    private static (PhraseUnit Unit, int Every) Largest(PhraseUnit unit, int every)
    {
        if (unit == PhraseUnit.Second && every % 60 == 0) (unit, every) = (PhraseUnit.Minute, every / 60);
        if (unit == PhraseUnit.Minute && every % 60 == 0 && every > 60) (unit, every) = (PhraseUnit.Hour, every / 60);
        return unit == PhraseUnit.Hour && every % 24 == 0 ? (PhraseUnit.Day, every / 24) : (unit, every);
    }

    /// <summary>"Weekly, every Monday", "every day every 2 hours": a smaller unit inside a larger one without a count.</summary>
    private bool IsRefinement(PhraseUnit unit, int every) => every == 1 || Draft.Every == 1;

    private static int Rank(PhraseUnit unit) => (int)unit;
}
