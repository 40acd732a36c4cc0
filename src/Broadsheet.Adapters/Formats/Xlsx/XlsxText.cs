using System.Buffers;
using System.Text;

namespace Broadsheet.Adapters.Formats.Xlsx;

/// <summary>
/// Text as XML and as Excel reads it: control characters, and what looks like their escape, are written <c>_x0001_</c>.
/// </summary>
internal static class XlsxText
{
    /// <summary>What a cell holds at most. A longer text is cut and says so in its last words.</summary>
    public const int MostCharacters = 32_767;

    private static readonly SearchValues<char> Special = SearchValues.Create(
        "&<>\"_\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\uFFFE\uFFFF");

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    public static string Cut(string text)
    {
        if (text.Length <= MostCharacters) return text;
        var note = $" … (cut: {text.Length} characters, a cell holds {MostCharacters})";
        var end = MostCharacters - note.Length;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + note;
    }

    public static void Write(Utf8Buffer buffer, ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Special) is >= 0 and var at)
        {
            buffer.WriteText(text[..at]);
            Escaped(buffer, text, at);
            text = text[(at + 1)..];
        }

        buffer.WriteText(text);
    }

    /// <summary>For attributes and short parts.</summary>
    public static string Escape(string text)
    {
        using var memory = new MemoryStream();
        var buffer = new Utf8Buffer(memory);
        Write(buffer, text);
        buffer.Flush();
        return Encoding.UTF8.GetString(memory.ToArray());
    }

    private static void Escaped(Utf8Buffer buffer, ReadOnlySpan<char> text, int at)
    {
        var c = text[at];
        switch (c)
        {
            case '&':
                buffer.Write("&amp;"u8);
                break;
            case '<':
                buffer.Write("&lt;"u8);
                break;
            case '>':
                buffer.Write("&gt;"u8);
                break;
            case '"':
                buffer.Write("&quot;"u8);
                break;
            case '_' when !LooksEscaped(text[at..]):
                buffer.Write((byte)'_');
                break;
            default:
                buffer.Write("_x"u8);
                buffer.WriteNumber((int)c, "X4");
                buffer.Write((byte)'_');
                break;
        }
    }

    private static bool LooksEscaped(ReadOnlySpan<char> text) =>
        text.Length >= 7 && text[1] is 'x' or 'X' && text[6] == '_' && !text[2..6].ContainsAnyExcept(Hex);
}
