using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Adapters.Sources.Postgres;

/// <summary>
/// The wire form of numeric: groups of four digits, the weight of the first, a sign and the
/// digits to show after the point. Source: numeric_send in PostgreSQL's utils/adt/numeric.c.
/// </summary>
internal static class PostgresNumeric
{
    private const int Negative = 0x4000;
    private const int DigitsAGroup = 4;

    /// <summary>Numbers of so many digits, those after the point included, fit eight bytes.</summary>
    private const int MostDigits = 18;

    /// <summary>Of a decimal: the digits after its point, the groups that its digits can be in, its largest number.</summary>
    private const int MostScale = 28;
    private const int MostGroups = 8;
    private static readonly UInt128 MostDecimal = (UInt128.One << 96) - 1;

    private static readonly long[] Tens = [.. Enumerable.Range(0, MostDigits + 1).Select(n => (long)Math.Pow(10, n))];

    /// <summary>The number with as many digits after the point as it was given; false, and the cell as it was, for one of more than 18 digits, and for what is no number.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> bytes, ref Cell cell)
    {
        int count = BinaryPrimitives.ReadInt16BigEndian(bytes);
        int weight = BinaryPrimitives.ReadInt16BigEndian(bytes[2..]);
        int sign = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        int scale = BinaryPrimitives.ReadInt16BigEndian(bytes[6..]);
        var power = count == 0 ? 0 : (DigitsAGroup * (weight - count + 1)) + scale;
        if (sign is not (0 or Negative) || count > MostDigits / DigitsAGroup || scale > MostDigits || (DigitsAGroup * (weight + 1)) + scale > MostDigits || power <= -DigitsAGroup) return false;
        long digits = 0;
        for (var group = 0; group < count; group++) digits = (digits * 10_000) + BinaryPrimitives.ReadInt16BigEndian(bytes[(8 + (2 * group))..]);
        digits = power >= 0 ? digits * Tens[power] : digits / Tens[-power];
        cell = Cell.Of(new decimal((int)digits, (int)(digits >> 32), 0, sign == Negative, (byte)scale));
        return true;
    }

    /// <summary>Of any size: a decimal where it fits one, NaN and the infinities as doubles, else the digits as text.</summary>
    public static Cell Large(ReadOnlySpan<byte> bytes)
    {
        int count = BinaryPrimitives.ReadInt16BigEndian(bytes);
        int weight = BinaryPrimitives.ReadInt16BigEndian(bytes[2..]);
        int sign = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        int scale = BinaryPrimitives.ReadInt16BigEndian(bytes[6..]);
        var power = count == 0 ? 0 : (DigitsAGroup * (weight - count + 1)) + scale;
        if (sign is not (0 or Negative) || scale > MostScale || count > MostGroups || power <= -DigitsAGroup) return Read(bytes);
        UInt128 digits = 0;
        for (var group = 0; group < count; group++) digits = (digits * 10_000) + (uint)BinaryPrimitives.ReadInt16BigEndian(bytes[(8 + (2 * group))..]);
        for (; power > 0 && digits <= MostDecimal / 10; power--) digits *= 10;
        for (; power < 0; power++) digits /= 10;

        // What is left are zeros after the point, for which there is no room.
        scale -= power;
        return digits > MostDecimal || scale < 0 ? Read(bytes)
            : Cell.Of(new decimal((int)(uint)digits, (int)(uint)(digits >> 32), (int)(uint)(digits >> 64), sign == Negative, (byte)scale));
    }

    public static Cell Read(ReadOnlySpan<byte> bytes)
    {
        var count = BinaryPrimitives.ReadInt16BigEndian(bytes);
        int weight = BinaryPrimitives.ReadInt16BigEndian(bytes[2..]);
        int sign = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        var scale = BinaryPrimitives.ReadInt16BigEndian(bytes[6..]);
        if (sign is 0xC000 or 0xD000 or 0xF000)
            return Cell.Of(sign switch { 0xC000 => double.NaN, 0xD000 => double.PositiveInfinity, _ => double.NegativeInfinity });
        var text = new StringBuilder(sign == Negative ? "-" : "");
        for (var group = 0; group <= Math.Max(weight, 0); group++)
        {
            var digits = Group(bytes, count, weight < 0 ? -1 : group).ToString("0000", CultureInfo.InvariantCulture);
            text.Append(group == 0 ? digits.TrimStart('0') is { Length: > 0 } first ? first : weight <= 0 ? "0" : "" : digits);
        }

        if (scale == 0) return Cell.Of(text.ToString());
        var fraction = new StringBuilder();
        for (var place = -1; fraction.Length < scale; place--)
            fraction.Append(Group(bytes, count, weight - place).ToString("0000", CultureInfo.InvariantCulture));
        return Cell.Of(text.Append('.').Append(fraction.ToString(0, scale)).ToString());
    }

    private static int Group(ReadOnlySpan<byte> bytes, int count, int index) =>
        index >= 0 && index < count ? BinaryPrimitives.ReadInt16BigEndian(bytes[(8 + (2 * index))..]) : 0;
}
