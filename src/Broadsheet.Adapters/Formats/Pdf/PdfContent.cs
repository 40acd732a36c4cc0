using System.Globalization;
using System.Text;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>What PDF is written of, in a buffer that is used again. Not thread-safe.</summary>
internal sealed class PdfContent(int capacity = 1 << 16)
{
    private byte[] buffer = new byte[capacity];

    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, Length);

    public int Length { get; private set; }

    public void Clear() => Length = 0;

    public void Op(ReadOnlySpan<byte> text)
    {
        Room(text.Length);
        text.CopyTo(buffer.AsSpan(Length));
        Length += text.Length;
    }

    /// <summary>Latin letters as bytes; the rest of Unicode has no place in PDF's own syntax.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        Room(text.Length);
        Length += Encoding.Latin1.GetBytes(text, buffer.AsSpan(Length));
    }

    /// <summary>A number of up to three decimals and a blank.</summary>
    public void Number(double value)
    {
        Room(32);
        var thousandths = (long)Math.Round(value * 1000);
        if (thousandths < 0)
        {
            buffer[Length++] = (byte)'-';
            thousandths = -thousandths;
        }

        var (whole, rest) = Math.DivRem(thousandths, 1000);
        Digits(whole);
        if (rest > 0)
        {
            buffer[Length++] = (byte)'.';
            for (var unit = 100; rest > 0; unit /= 10)
            {
                buffer[Length++] = (byte)('0' + (rest / unit));
                rest %= unit;
            }
        }

        buffer[Length++] = (byte)' ';
    }

    public void Whole(long value)
    {
        Room(24);
        Digits(value);
    }

    /// <summary>A reference to an object, and a blank.</summary>
    public void Reference(int id)
    {
        Whole(id);
        Op(" 0 R "u8);
    }

    public void Hex(int glyph)
    {
        Room(4);
        for (var shift = 12; shift >= 0; shift -= 4) buffer[Length++] = "0123456789ABCDEF"u8[(glyph >> shift) & 15];
    }

    public void Colour(uint colour, ReadOnlySpan<byte> op)
    {
        Number(((colour >> 16) & 255) / 255.0);
        Number(((colour >> 8) & 255) / 255.0);
        Number((colour & 255) / 255.0);
        Op(op);
    }

    private void Digits(long value)
    {
        value.TryFormat(buffer.AsSpan(Length), out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    private void Room(int bytes)
    {
        if (buffer.Length - Length < bytes) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, Length + bytes));
    }
}
