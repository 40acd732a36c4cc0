using System.Buffers;

namespace Broadsheet.Adapters.Formats.Html;

/// <summary>
/// Markup on a UTF-8 buffer. Only <see cref="Text"/> takes what users or databases gave; <c>Raw</c> takes literals of ours.
/// </summary>
internal sealed class HtmlText(Utf8Buffer buffer)
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\v\f\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f");

    public void Raw(ReadOnlySpan<byte> markup) => buffer.Write(markup);

    public void Raw(string markup) => buffer.WriteText(markup);

    public void Number(int value) => buffer.WriteNumber(value);

    /// <summary>Escaped for text and for attributes in double quotes; control characters vanish.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Special) is >= 0 and var at)
        {
            buffer.WriteText(text[..at]);
            buffer.Write(text[at] switch
            {
                '&' => "&amp;"u8,
                '<' => "&lt;"u8,
                '>' => "&gt;"u8,
                '"' => "&quot;"u8,
                '\'' => "&#39;"u8,
                _ => ""u8,
            });
            text = text[(at + 1)..];
        }

        buffer.WriteText(text);
    }

    public void Flush() => buffer.Flush();
}
