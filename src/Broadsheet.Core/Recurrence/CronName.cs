using System.Runtime.CompilerServices;

namespace Broadsheet.Core.Recurrence;

/// <summary>The three-letter names of months and weekdays, in any case.</summary>
internal static class CronName
{
    public const int Length = 3;

    private const ulong LowerCase = 0x0020_0020_0020_0000;

    /// <summary>Found by trying: the upper four bits of the product differ for all names of a table.</summary>
    private const ulong Spread = 0x350_D6A3_4D3F;

    public static IReadOnlyList<string> Months { get; } =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    public static IReadOnlyList<string> Weekdays { get; } = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static ulong[] MonthTable { get; } = Table(Months, 1);

    private static ulong[] WeekdayTable { get; } = Table(Weekdays, 0);

    /// <summary>The value of the name at <paramref name="at"/>, or -1 where there is none of <paramref name="names"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int At(ReadOnlySpan<char> text, int at, CronNames names)
    {
        if (names == CronNames.None || text.Length - at < Length) return -1;
        var key = Key(text.Slice(at, Length));
        var rest = (names == CronNames.Months ? MonthTable : WeekdayTable)[Place(key)] ^ key;
        return rest < 16 ? (int)rest : -1;
    }

    /// <summary>The three characters, above sixteen bits that are left to the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Key(ReadOnlySpan<char> name) => (ulong)name[0] << 16 | (ulong)name[1] << 32 | (ulong)name[2] << 48 | LowerCase;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Place(ulong key) => (int)(key * Spread >> 60);

    /// <summary>Each name in its place, with its value.</summary>
    private static ulong[] Table(IReadOnlyList<string> names, int first)
    {
        var table = new ulong[16];
        for (var i = 0; i < names.Count; i++)
        {
            var key = Key(names[i]);
            table[Place(key)] = key | (uint)(first + i);
        }

        return table;
    }
}
