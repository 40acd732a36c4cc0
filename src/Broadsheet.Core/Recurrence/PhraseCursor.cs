namespace Broadsheet.Core.Recurrence;

/// <summary>Where the parser stands in a phrase, what it has understood, and the first thing that stopped it.</summary>
/// <param name="text">The phrase.</param>
/// <param name="tokens">What it is made of.</param>
/// <param name="context">What is not in it.</param>
/// <param name="isOption">The phrase is itself an option of a question, and asks no further: that is where the questions end.</param>
internal sealed class PhraseCursor(string text, IReadOnlyList<PhraseToken> tokens, RecurrenceContext context, bool isOption)
{
    private static readonly PhraseToken s_end = new(PhraseTokenKind.Comma, "", 0, default);

    public string Text => text;

    public RecurrenceContext Context => context;

    public PhraseDraft Draft { get; } = new();

    public int At { get; set; }

    public bool AtEnd => At >= tokens.Count;

    public bool Stopped => Failure is not null || AtEnd;

    /// <summary>An error, or a question where it has options.</summary>
    public PhraseReading? Failure { get; private set; }

    public PhraseToken Current => Peek(0);

    public PhraseToken Peek(int ahead) => At + ahead >= 0 && At + ahead < tokens.Count ? tokens[At + ahead] : s_end;

    /// <summary>The token before; only after one was read.</summary>
    public PhraseToken Previous => tokens[Math.Clamp(At - 1, 0, tokens.Count - 1)];

    public bool Is(PhraseTokenKind kind) => !AtEnd && Current.Kind == kind;

    public bool Is(string word) => !AtEnd && Current.Is(word);

    public bool IsAny(params ReadOnlySpan<string> words) => !AtEnd && Current.Kind == PhraseTokenKind.Word && words.Contains(Current.Text);

    /// <summary>The words that follow are these, each one of the alternatives between bars.</summary>
    public bool Sees(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var token = Peek(i);
            if (token.Kind != PhraseTokenKind.Word || !words[i].Split('|').Contains(token.Text, StringComparer.Ordinal)) return false;
        }

        return true;
    }

    /// <summary>Reads the words if they follow.</summary>
    public bool Accept(params ReadOnlySpan<string> words)
    {
        if (!Sees(words)) return false;
        At += words.Length;
        return true;
    }

    /// <summary>From the token at <paramref name="start"/> to the one just read.</summary>
    public TextSpan SpanFrom(int start)
    {
        var first = Math.Min(start, tokens.Count - 1);
        return new TextSpan(tokens[first].Span.Start, tokens[Math.Clamp(At - 1, first, tokens.Count - 1)].Span.End);
    }

    public void SkipArticles()
    {
        while (IsAny("the", "a")) At++;
    }

    public bool Fail(string code, TextSpan span, string message, string? suggestion = null)
    {
        Failure ??= new PhraseReading { Status = PhraseStatus.Error, Errors = [new FieldError("", code, message, span, suggestion)] };
        return true;
    }

    /// <summary>Asks which of <paramref name="options"/> is meant, each a text that says one of the meanings.</summary>
    public bool Ask(string code, TextSpan span, string message, params IEnumerable<string> options)
    {
        if (Failure is not null) return true;
        var readable = isOption ? [] : options.Select(o => (Text: o, PhraseReader.Option(o, context).Rule))
            .Where(o => o.Rule is not null)
            .Select(o => new PhraseOption(o.Text, o.Rule!.Describe())).ToList();
        Failure = new PhraseReading
        {
            Status = PhraseStatus.Ambiguous,
            Errors = [new FieldError("", code, message, span, readable.Count > 0 ? readable[0].Text : null)],
            Options = readable,
        };
        return true;
    }
}
