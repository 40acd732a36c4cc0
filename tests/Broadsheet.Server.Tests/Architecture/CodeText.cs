namespace Broadsheet.Server.Tests.Architecture;

/// <summary>Blanks what is not code in C#: comments, characters, strings of every kind (with what is interpolated).</summary>
internal static class CodeText
{
    public static string Of(string text)
    {
        var code = text.ToCharArray();
        for (var i = 0; i < text.Length;)
        {
            var end = Skip(text, i);
            if (end == i)
            {
                i++;
                continue;
            }

            for (; i < end; i++)
            {
                if (code[i] is not '\n') code[i] = ' ';
            }
        }

        return new string(code);
    }

    /// <summary>Where a comment or literal that begins at <paramref name="at"/> ends; the same position when none begins.</summary>
    private static int Skip(string text, int at)
    {
        var rest = text.AsSpan(at);
        if (rest.StartsWith("//")) return To(text, at, "\n", keep: true);
        if (rest.StartsWith("/*")) return To(text, at + 2, "*/");
        if (rest[0] == '\'') return Quoted(text, at + 1, '\'', interpolated: false);
        var marks = rest.IndexOfAnyExcept('$', '@');
        if (marks < 0 || rest[marks] != '"') return at;
        var quotes = rest[marks..].IndexOfAnyExcept('"') is var n && n < 0 ? rest.Length - marks : n;
        var head = rest[..marks];
        if (quotes >= 3) return To(text, at + marks + quotes, new string('"', quotes));
        if (head.Contains('@')) return Verbatim(text, at + marks + 1);
        return Quoted(text, at + marks + 1, '"', head.Contains('$'));
    }

    private static int To(string text, int from, string mark, bool keep = false)
    {
        var found = text.IndexOf(mark, from, StringComparison.Ordinal);
        return found < 0 ? text.Length : keep ? found : found + mark.Length;
    }

    private static int Verbatim(string text, int i)
    {
        for (; i < text.Length; i++)
        {
            if (text[i] != '"') continue;
            if (i + 1 >= text.Length || text[i + 1] != '"') return i + 1;
            i++;
        }

        return i;
    }

    private static int Quoted(string text, int i, char quote, bool interpolated)
    {
        while (i < text.Length && text[i] != quote && text[i] != '\n')
        {
            if (text[i] == '\\') i += 2;
            else if (interpolated && text[i] == '{' && i + 1 < text.Length && text[i + 1] != '{') i = Hole(text, i + 1);
            else i += interpolated && text[i] == '{' ? 2 : 1;
        }

        return Math.Min(text.Length, i + 1);
    }

    private static int Hole(string text, int i)
    {
        for (var depth = 1; i < text.Length && depth > 0;)
        {
            var end = Skip(text, i);
            if (end > i)
            {
                i = end;
                continue;
            }

            depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
            i++;
        }

        return i;
    }
}
