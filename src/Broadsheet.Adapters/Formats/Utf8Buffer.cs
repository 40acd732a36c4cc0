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
        var count = DigitPairs.Write(digits, buffer.AsSpan(start));
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

    /// <summary>As the framework's invariant text.</summary>
    public void WriteInteger(long value)
    {
        Room(20);
        var magnitude = (ulong)value;
        if (value < 0)
        {
            buffer[used++] = (byte)'-';
            magnitude = 0 - magnitude;
        }

        used += DigitPairs.Write(magnitude, buffer.AsSpan(used));
    }

    /// <summary>yyyy-MM-dd.</summary>
    public void WriteDate(DateOnly date)
    {
        Room(10);
        WriteDay(date, buffer.AsSpan(used, 10));
        used += 10;
    }

    /// <summary>yyyy-MM-ddTHH:mm:ss, and the fraction of the second where it has one, without the zeros at its end.</summary>
    public void WriteDateTime(DateTime time)
    {
        Room(32);
        var to = buffer.AsSpan(used, 32);
        var (days, clock) = Math.DivRem((ulong)time.Ticks, (ulong)TimeSpan.TicksPerDay);
        var (seconds, fraction) = ((uint)(clock / (ulong)TimeSpan.TicksPerSecond), (uint)(clock % (ulong)TimeSpan.TicksPerSecond));
        WriteDay(DateOnly.FromDayNumber((int)days), to);
        DigitPairs.Write(seconds % 60, to, 17);
        to[16] = (byte)':';
        DigitPairs.Write(seconds / 60 % 60, to, 14);
        to[13] = (byte)':';
        DigitPairs.Write(seconds / 3_600, to, 11);
        to[10] = (byte)'T';
        used += 19;
        if (fraction == 0) return;
        buffer[used++] = (byte)'.';
        for (var digit = (uint)TimeSpan.TicksPerSecond / 10; fraction > 0; digit /= 10)
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

    private static void WriteDay(DateOnly date, Span<byte> to)
    {
        var (year, month, day) = date;
        DigitPairs.Write((uint)day, to, 8);
        to[7] = (byte)'-';
        DigitPairs.Write((uint)month, to, 5);
        to[4] = (byte)'-';
        DigitPairs.Write((uint)year % 100, to, 2);
        DigitPairs.Write((uint)year / 100, to, 0);
    }

    private void Room(int needed)
    {
        if (Size - used < needed) Flush();
    }
}
