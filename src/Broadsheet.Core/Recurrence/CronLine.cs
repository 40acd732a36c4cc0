namespace Broadsheet.Core.Recurrence;

/// <summary>A cron text cut into its fields, with where each stands.</summary>
internal sealed class CronLine
{
    private static readonly string[] s_names = ["second", "minute", "hour", "day-of-month", "month", "day-of-week"];

    public CronLine(string text)
    {
        Text = text;
        var tokens = new List<CronToken>();
        for (var at = 0; at < text.Length;)
        {
            if (IsGap(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && !IsGap(text[at])) at++;
            tokens.Add(new CronToken(text[start..at], start));
        }

        Tokens = tokens;
    }

    public string Text { get; }

    public IReadOnlyList<CronToken> Tokens { get; }

    /// <summary>Six fields, so that the first is the second.</summary>
    public bool HasSeconds => Tokens.Count == 6;

    private int Shift => HasSeconds ? 0 : 1;

    /// <summary>The name of the field of the token at <paramref name="index"/>, as errors call it.</summary>
    public string NameOf(int index) => s_names[Math.Min(index + Shift, 5)];

    /// <summary>The token of a field; there must be five or six.</summary>
    public CronToken this[CronField field] => Tokens[IndexOf(field)];

    public int IndexOf(CronField field) => (int)field - Shift;

    public CronField FieldOf(int index) => (CronField)(index + Shift);

    /// <summary>From the start of one token to the end of another.</summary>
    public TextSpan Span(int first, int last) => new(Tokens[first].Start, Tokens[last].End);

    /// <summary>The fields, single spaces between, with one of them replaced.</summary>
    public string With(int index, string replacement) =>
        string.Join(' ', Tokens.Select((token, i) => i == index ? replacement : token.Text));

    /// <summary>The same with one field moved to another, which must be free; null where it isn't.</summary>
    public string? Moved(int from, CronField to, string value)
    {
        var target = IndexOf(to);
        if (Tokens[target].Text is not ("*" or "?")) return null;
        return string.Join(' ', Tokens.Select((token, i) => i == from ? "*" : i == target ? value : token.Text));
    }

    private static bool IsGap(char c) => c is ' ' or '\t' or '\r' or '\n';
}
