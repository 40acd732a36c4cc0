namespace Broadsheet.Core.Recurrence;

/// <summary>Reads the time fields of cron in words: "seconds 0 and 30 of minutes 5 to 10 of every hour". Smaller units come first.</summary>
internal sealed class PhraseClockSetsParser(PhraseCursor cursor)
{
    private readonly PhraseClockSets _sets = new();

    public bool Read()
    {
        if (!Starts()) return false;
        while (Set() is { } unit)
        {
            if (unit == PhraseUnit.Hour) break;
            if (!cursor.Accept("of")) return cursor.Fail("incomplete", cursor.Previous.Span, "Say of which hours: of every hour, of hours 9 to 17.");
        }

        if (cursor.Failure is null && _sets.Hours == 0) cursor.Fail("incomplete", cursor.Previous.Span, "Say of which hours: of every hour, of hours 9 to 17.");
        cursor.Draft.ClockSets = _sets;
        return true;
    }

    private bool Starts() => (cursor.IsAny("seconds", "minute") && cursor.Peek(1).Kind == PhraseTokenKind.Number)
        || (cursor.Sees("every") && PhraseFrequency.UnitOf(cursor.Peek(1)) is PhraseUnit.Second or PhraseUnit.Minute && cursor.Peek(2).Is("of"));

    private PhraseUnit? Set()
    {
        var every = cursor.Accept("every");
        var unit = PhraseFrequency.UnitOf(cursor.Current);
        if (unit is not (PhraseUnit.Second or PhraseUnit.Minute or PhraseUnit.Hour)) return null;
        cursor.At++;
        var size = unit == PhraseUnit.Hour ? 24 : 60;
        var bits = every ? ulong.MaxValue >> (64 - size) : Numbers(size);
        _sets.IsInterval |= every;
        if (unit == PhraseUnit.Second) _sets.Seconds = bits;
        else if (unit == PhraseUnit.Minute) _sets.Minutes = bits;
        else _sets.Hours = (uint)bits;
        return unit;
    }

    private ulong Numbers(int size)
    {
        var bits = 0UL;
        while (cursor.Is(PhraseTokenKind.Number))
        {
            var first = cursor.Current.Value;
            if (first < 0 || first >= size) cursor.Fail("out-of-range", cursor.Current.Span, $"The values go from 0 to {size - 1}.");
            cursor.At++;
            var last = first;
            if ((cursor.Is(PhraseTokenKind.Dash) || cursor.IsAny("to")) && cursor.Peek(1).Kind == PhraseTokenKind.Number)
            {
                last = cursor.Peek(1).Value;
                _sets.IsInterval = true;
                if (last < first || last >= size) cursor.Fail("out-of-range", cursor.Peek(1).Span, $"The values go from {first} to {size - 1}.");
                cursor.At += 2;
            }

            if (cursor.Failure is not null) return 1;
            for (var value = first; value <= last; value++) bits |= 1UL << value;
            var ahead = 0;
            while (cursor.Peek(ahead) is { Kind: PhraseTokenKind.Comma, Text.Length: > 0 } || cursor.Peek(ahead).Is("and")) ahead++;
            if (cursor.Peek(ahead).Kind != PhraseTokenKind.Number) break;
            cursor.At += ahead;
        }

        if (bits == 0) cursor.Fail("incomplete", cursor.Previous.Span, "Numbers are expected here.");
        return bits;
    }
}
