using System.Runtime.CompilerServices;

namespace Broadsheet.Adapters.Formats;

/// <summary>Whole numbers as decimal digits, two at a time.</summary>
internal static class DigitPairs
{
    private static ReadOnlySpan<byte> Pairs =>
        "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"u8 +
        "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    /// <summary>Both digits of a number below a hundred, at <paramref name="at"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(uint value, Span<byte> to, int at) => Pairs.Slice((int)value * 2, 2).CopyTo(to[at..]);

    /// <summary>Without zeros in front; returns how many bytes of <paramref name="to"/> it took, 20 at most.</summary>
    public static int Write(ulong value, Span<byte> to)
    {
        var count = Count(value);
        var at = count;
        while (value >= 100)
        {
            (value, var pair) = Math.DivRem(value, 100);
            Write((uint)pair, to, at -= 2);
        }

        if (value >= 10) Write((uint)value, to, 0);
        else to[0] = (byte)('0' + value);
        return count;
    }

    private static int Count(ulong value)
    {
        var count = 1;
        for (; value >= 10_000; value /= 10_000) count += 4;
        return count + (value >= 1_000 ? 3 : value >= 100 ? 2 : value >= 10 ? 1 : 0);
    }
}
