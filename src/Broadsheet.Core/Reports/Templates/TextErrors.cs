namespace Broadsheet.Core.Reports.Templates;

/// <summary>Errors in a text, by place. Lines and columns count from 1; columns in UTF-16 units.</summary>
public static class TextErrors
{
    /// <summary>An error at <paramref name="at"/>, with “Line 3, column 7: ” before the message and the span for an editor.</summary>
    public static FieldError At(string text, int at, int length, string code, string message, string? suggestion = null)
    {
        var (line, column) = Place(text, at);
        return new("", code, $"Line {line}, column {column}: {message}", new TextSpan(at, Math.Min(text.Length, at + Math.Max(1, length))), suggestion);
    }

    public static (int Line, int Column) Place(string text, int at)
    {
        var before = text.AsSpan(0, Math.Min(at, text.Length));
        var line = before.Count('\n') + 1;
        return (line, before.Length - before.LastIndexOf('\n'));
    }

    /// <summary>Where line <paramref name="line"/> (from 1) starts; the end of the text for a line that is not there.</summary>
    public static int Offset(string text, int line)
    {
        var at = 0;
        for (var n = 1; n < line; n++)
        {
            var end = text.IndexOf('\n', at);
            if (end < 0) return text.Length;
            at = end + 1;
        }

        return at;
    }
}
