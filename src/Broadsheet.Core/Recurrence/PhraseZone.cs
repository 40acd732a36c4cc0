namespace Broadsheet.Core.Recurrence;

/// <summary>The time zone of a phrase: an id, a city that has one of its own, or what stands in brackets at the end of a description.</summary>
internal sealed class PhraseZone(PhraseCursor cursor)
{
    public bool Read()
    {
        if (cursor.Is(PhraseTokenKind.Open)) return Brackets();
        if (cursor.Is(PhraseTokenKind.Close) && cursor.Draft.HasOpenBracket)
        {
            cursor.Draft.HasOpenBracket = false;
            cursor.At++;
            return true;
        }

        var start = cursor.At;
        if (cursor.Is("utc")) return Utc();
        if (cursor.IsAny("in", "zone") || cursor.Sees("time", "zone")) cursor.At += cursor.Sees("time", "zone") ? 2 : 1;
        cursor.SkipArticles();
        if (cursor.Is("utc")) return Utc();
        if (cursor.Is(PhraseTokenKind.Zone)) return Id(cursor.Current);
        if (cursor.At > start && cursor.Is(PhraseTokenKind.Word) && IsUnknown(cursor.Current) && cursor.Current.Text is not ['q', >= '1' and <= '4']) return Unknown(cursor.Current);
        if (cursor.At > start && cursor.Is(PhraseTokenKind.Word) && PhraseLexicon.IsUnsupported(cursor.Current.Text)) return true;
        cursor.At = start;
        return false;
    }

    private static bool IsUnknownWord(PhraseToken token) => token.Kind == PhraseTokenKind.Word && IsUnknown(token);

    private static bool IsUnknown(PhraseToken token) =>
        !PhraseLexicon.TryGet(token.Text, out _) && PhraseZones.Meanings(token.Text).Count == 0 && !PhraseLexicon.IsUnsupported(token.Text);

    private bool Utc()
    {
        cursor.At++;
        cursor.Accept("time");
        return Set("UTC", cursor.Previous);
    }

    private bool Id(PhraseToken token)
    {
        cursor.At++;
        cursor.Accept("time");
        if (token.Value == 1) cursor.Draft.Note("zone-name", $"The time zone is {token.Text}");
        return Set(token.Text, token);
    }

    private bool Set(string id, PhraseToken token)
    {
        if (ZoneNames.Find(id) is not { } zone) return Unknown(token);
        if (cursor.Draft.Zone is { } other && other.Id != zone.Id) return cursor.Fail("conflict", token.Span, "There is a second time zone.");
        cursor.Draft.Zone = zone;
        return true;
    }

    private bool Unknown(PhraseToken token)
    {
        var written = cursor.Text[token.Span.Start..token.Span.End];
        var offset = ZoneNames.OfOffset(written);
        var near = offset ?? ZoneNames.Suggest(written);
        var hint = near is null ? "write one like Europe/Warsaw." : $"did you mean {near}?";
        var what = offset is null ? "not a known time zone" : "an offset and no time zone, which would know daylight saving";
        return cursor.Fail("unknown-zone", token.Span, $"“{ConfigField.Shown(written)}” is {what}; {hint}",
            near is null ? null : string.Concat(cursor.Text.AsSpan(0, token.Span.Start), near, cursor.Text.AsSpan(token.Span.End)));
    }

    /// <summary><c>(cron, Europe/Warsaw)</c>; brackets around other words are passed over.</summary>
    private bool Brackets()
    {
        var open = cursor.Current.Span;
        cursor.At++;
        if (cursor.Current is { Kind: not (PhraseTokenKind.Zone or PhraseTokenKind.Quoted) } first && !first.IsAnyOf("cron", "utc") && !IsUnknownWord(first) && !cursor.AtEnd)
            return cursor.Draft.HasOpenBracket = true;
        var from = open.End;
        while (!cursor.AtEnd && !cursor.Is(PhraseTokenKind.Close)) cursor.At++;
        if (cursor.AtEnd) return cursor.Fail("incomplete", open, "The bracket is not closed.");
        var inner = cursor.Text[from..cursor.Current.Span.Start];
        foreach (var part in inner.Split(','))
        {
            var word = part.Trim();
            if (word.Equals("cron", StringComparison.OrdinalIgnoreCase)) cursor.Draft.IsCron = true;
            else if (!Set(word, new PhraseToken(PhraseTokenKind.Zone, word, 0, new TextSpan(from, from + part.Length)))) return true;
            from += part.Length + 1;
        }

        if (!cursor.AtEnd) cursor.At++;
        return true;
    }
}
