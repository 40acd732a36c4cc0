using System.Globalization;
using System.Numerics;

namespace Broadsheet.Adapters.Formats;

/// <summary>
/// A double as the shortest decimal that reads back as it: what the framework's invariant text is, digit for digit, sooner.
/// Source of the method: R. Giulietti, "The Schubfach way to render doubles" (2020).
/// </summary>
internal static class ShortestReal
{
    /// <summary>No text is longer.</summary>
    public const int MostBytes = 32;

    private const int MantissaBits = 52;
    private const long Hidden = 1L << MantissaBits;

    /// <summary>Numbers from the one to the other are made here; the rest, which are rare and have an exponent, by the framework.</summary>
    private const double Least = 1e-4;
    private const double Most = 1e15;

    /// <summary>The powers of ten that numbers between have, negated: the first and how many.</summary>
    private const int LeastPower = -21;
    private const int PowerCount = 22;

    /// <summary>Logarithms times powers of two, so that a shift rounds their multiples down.</summary>
    private const long LogOfTwo = 661_971_961_083;
    private const long LogOfFourThirds = 274_743_187_321;
    private const int LogBits = 41;
    private const long BinaryLogOfTen = 913_124_641_741;
    private const int BinaryLogBits = 38;

    private const ulong Low63 = (1UL << 63) - 1;

    /// <summary>10^-k as 126 bits rounded up, in two halves of 63, for each k from <see cref="LeastPower"/>.</summary>
    private static readonly (ulong High, ulong Low)[] Powers = [.. Enumerable.Range(LeastPower, PowerCount).Select(Power)];

    /// <summary>Writes <paramref name="value"/>; returns how many bytes of <paramref name="to"/> it took.</summary>
    public static int Write(double value, Span<byte> to)
    {
        if (Math.Abs(value) is not (>= Least and < Most))
        {
            value.TryFormat(to, out var written, default, CultureInfo.InvariantCulture);
            return written;
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var (c, q) = ((bits & (Hidden - 1)) | Hidden, ((int)(bits >> MantissaBits) & 0x7FF) - 1075);
        var (digits, power) = q > -MantissaBits && (c & ((1L << -q) - 1)) == 0 ? (c >> -q, 0) : Shortest(c, q);
        while (digits % 10 == 0) (digits, power) = (digits / 10, power + 1);
        Span<byte> plain = stackalloc byte[20];
        var count = DigitPairs.Write((ulong)digits, plain);
        if (bits >= 0) return Lay(plain[..count], power, to);
        to[0] = (byte)'-';
        return 1 + Lay(plain[..count], power, to[1..]);
    }

    /// <summary>The shortest decimal in the interval that rounds to c·2^q, the nearest of those: its digits, and their power of ten.</summary>
    private static (long Digits, int Power) Shortest(long c, int q)
    {
        var odd = c & 1;
        var (middle, right) = (c << 2, (c << 2) + 2);
        var (left, k) = c != Hidden ? (middle - 2, (int)((q * LogOfTwo) >> LogBits)) : (middle - 1, (int)(((q * LogOfTwo) - LogOfFourThirds) >> LogBits));
        var shift = q + (int)((-k * BinaryLogOfTen) >> BinaryLogBits) + 2;
        var power = Powers[k - LeastPower];
        var (vb, vbl, vbr) = (Product(power, middle << shift), Product(power, left << shift), Product(power, right << shift));
        var s = vb >> 2;
        if (s >= 100)
        {
            var ten = s / 10 * 10;
            var (above, below) = (vbl + odd <= ten << 2, ((ten + 10) << 2) + odd <= vbr);
            if (above != below) return (above ? ten : ten + 10, k);
        }

        var (inside, next) = (vbl + odd <= s << 2, ((s + 1) << 2) + odd <= vbr);
        if (inside != next) return (inside ? s : s + 1, k);
        var half = vb - ((s + s + 1) << 1);
        return (half < 0 || (half == 0 && (s & 1) == 0) ? s : s + 1, k);
    }

    /// <summary>The product's upper part; its last bit says whether anything was cut off.</summary>
    private static long Product((ulong High, ulong Low) power, long by)
    {
        var carry = Math.BigMul(power.Low, (ulong)by, out _);
        var upper = Math.BigMul(power.High, (ulong)by, out var lower);
        var sum = (lower >> 1) + carry;
        return (long)(upper + (sum >> 63) | (((sum & Low63) + Low63) >> 63));
    }

    private static (ulong High, ulong Low) Power(int k)
    {
        var shift = (int)((-k * BinaryLogOfTen) >> BinaryLogBits) - 125;
        var exact = (BigInteger.Pow(10, -k) << -shift) + 1;
        return ((ulong)(exact >> 63), (ulong)(exact & Low63));
    }

    private static int Lay(ReadOnlySpan<byte> digits, int power, Span<byte> to)
    {
        var point = digits.Length + power;
        if (point <= 0)
        {
            "0.000"u8[..(2 - point)].CopyTo(to);
            digits.CopyTo(to[(2 - point)..]);
            return 2 - point + digits.Length;
        }

        if (power >= 0)
        {
            digits.CopyTo(to);
            to.Slice(digits.Length, power).Fill((byte)'0');
            return point;
        }

        digits[..point].CopyTo(to);
        to[point] = (byte)'.';
        digits[point..].CopyTo(to[(point + 1)..]);
        return digits.Length + 1;
    }
}
