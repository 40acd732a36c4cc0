using System.Globalization;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>The operators of one page, in a buffer that is used again for the next.</summary>
internal sealed class PdfContent
{
    private byte[] buffer = new byte[1 << 16];
    private int used;

    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, used);

    public void Clear() => used = 0;

    public void Op(ReadOnlySpan<byte> text)
    {
        Room(text.Length);
        text.CopyTo(buffer.AsSpan(used));
        used += text.Length;
    }

    /// <summary>A number of up to three decimals and a blank.</summary>
    public void Number(double value)
    {
        Room(32);
        Math.Round(value, 3).TryFormat(buffer.AsSpan(used), out var written, "0.###", CultureInfo.InvariantCulture);
        used += written;
        buffer[used++] = (byte)' ';
    }

    public void Hex(int glyph)
    {
        Room(4);
        glyph.TryFormat(buffer.AsSpan(used), out var written, "X4", CultureInfo.InvariantCulture);
        used += written;
    }

    public void Colour(uint colour, ReadOnlySpan<byte> op)
    {
        Number(((colour >> 16) & 255) / 255.0);
        Number(((colour >> 8) & 255) / 255.0);
        Number((colour & 255) / 255.0);
        Op(op);
    }

    private void Room(int bytes)
    {
        if (buffer.Length - used < bytes) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, used + bytes));
    }
}
