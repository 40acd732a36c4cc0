using System.Globalization;
using System.Text;

namespace Broadsheet.Adapters.Formats;

/// <summary>
/// UTF-8 in pieces of 64 KB to a stream, without a string per number. Not thread-safe. Lone surrogates become U+FFFD.
/// </summary>
internal sealed class Utf8Buffer(Stream output)
{
    private const int Size = 1 << 16;
    private readonly byte[] buffer = new byte[Size];
    private int used;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > Size - used)
        {
            var part = Size - used;
            bytes[..part].CopyTo(buffer.AsSpan(used));
            used = Size;
            bytes = bytes[part..];
            Flush();
        }

        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    public void Write(byte one)
    {
        if (used == Size) Flush();
        buffer[used++] = one;
    }

    public void WriteText(ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            var part = Math.Min(text.Length, 8_192);
            if (part < text.Length && char.IsHighSurrogate(text[part - 1])) part--;
            if (part == 0) part = 1;
            Room(part * 3);
            used += Encoding.UTF8.GetBytes(text[..part], buffer.AsSpan(used));
            text = text[part..];
        }
    }

    /// <summary>Up to 64 bytes in the invariant culture.</summary>
    public void WriteNumber<T>(T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        Room(64);
        value.TryFormat(buffer.AsSpan(used), out var written, format, CultureInfo.InvariantCulture);
        used += written;
    }

    public void Flush()
    {
        output.Write(buffer, 0, used);
        used = 0;
    }

    private void Room(int needed)
    {
        if (Size - used < needed) Flush();
    }
}
