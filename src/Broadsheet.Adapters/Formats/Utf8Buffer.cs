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

    /// <summary>The shortest decimal that reads back as <paramref name="value"/>, as the framework's invariant text.</summary>
    public void WriteReal(double value)
    {
        Room(ShortestReal.MostBytes);
        used += ShortestReal.Write(value, buffer.AsSpan(used));
    }

    /// <summary>All its digits, those after the point too, as the framework's invariant text.</summary>
    public void WriteDecimal(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var (digits, scale) = (((ulong)(uint)parts[1] << 32) | (uint)parts[0], value.Scale);
        if (parts[2] != 0 || digits == 0 || scale == 0)
        {
            WriteNumber(value);
            return;
        }

        Room(48);
        if (parts[3] < 0) buffer[used++] = (byte)'-';
        var start = used;
        digits.TryFormat(buffer.AsSpan(start), out var count, default, CultureInfo.InvariantCulture);
        var zeros = scale + 1 - count;
        if (zeros > 0)
        {
            buffer.AsSpan(start, count).CopyTo(buffer.AsSpan(start + zeros));
            buffer.AsSpan(start, zeros).Fill((byte)'0');
            count += zeros;
        }

        var point = start + count - scale;
        buffer.AsSpan(point, scale).CopyTo(buffer.AsSpan(point + 1));
        buffer[point] = (byte)'.';
        used = start + count + 1;
    }

    /// <summary>yyyy-MM-dd.</summary>
    public void WriteDate(DateOnly date)
    {
        Room(10);
        WriteDay(date);
    }

    /// <summary>yyyy-MM-ddTHH:mm:ss, and the fraction of the second where it has one, without the zeros at its end.</summary>
    public void WriteDateTime(DateTime time)
    {
        Room(32);
        var (date, clock) = (DateOnly.FromDateTime(time), TimeOnly.FromDateTime(time));
        WriteDay(date);
        buffer[used++] = (byte)'T';
        var (seconds, fraction) = ((int)(clock.Ticks / TimeSpan.TicksPerSecond), (int)(clock.Ticks % TimeSpan.TicksPerSecond));
        Two(seconds / 3_600);
        buffer[used++] = (byte)':';
        Two(seconds / 60 % 60);
        buffer[used++] = (byte)':';
        Two(seconds % 60);
        if (fraction == 0) return;
        buffer[used++] = (byte)'.';
        for (var digit = (int)TimeSpan.TicksPerSecond / 10; fraction > 0; digit /= 10)
        {
            buffer[used++] = (byte)('0' + fraction / digit);
            fraction %= digit;
        }
    }

    public void Flush()
    {
        output.Write(buffer, 0, used);
        used = 0;
    }

    private void WriteDay(DateOnly date)
    {
        var (year, month, day) = date;
        Two(year / 100);
        Two(year % 100);
        buffer[used++] = (byte)'-';
        Two(month);
        buffer[used++] = (byte)'-';
        Two(day);
    }

    private void Two(int value)
    {
        buffer[used++] = (byte)('0' + value / 10);
        buffer[used++] = (byte)('0' + value % 10);
    }

    private void Room(int needed)
    {
        if (Size - used < needed) Flush();
    }
}
