using System.Runtime.CompilerServices;

namespace Broadsheet.Core.Recurrence;

/// <summary>The three-letter names of months and weekdays, in any case.</summary>
internal static class CronName
{
    public const int Length = 3;

    private const ulong LowerCase = 0x0020_0020_0020;

    /// <summary>Found by trying: the upper four bits of the product differ for all names of a table.</summary>
    private const ulong Spread = 0xBD8D_FBAB_A7CB_52A1;

    public static IReadOnlyList<string> Months { get; } =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    public static IReadOnlyList<string> Weekdays { get; } = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static ulong[] MonthTable { get; } = Table(Months, 1);

    private static ulong[] WeekdayTable { get; } = Table(Weekdays, 0);

    /// <summary>The value of the name at <paramref name="at"/>, or -1 where there is none of <paramref name="names"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int At(ReadOnlySpan<char> text, int at, CronNames names)
    {
        if (names == CronNames.None || at < 0 || at > text.Length - Length) return -1;
        var key = Key(text.Slice(at, Length));
        var difference = (names == CronNames.Months ? MonthTable : WeekdayTable)[Place(key)] ^ key;
        return difference << 16 == 0 ? (int)(difference >> 48) : -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Key(ReadOnlySpan<char> name) => name[0] | (ulong)name[1] << 16 | (ulong)name[2] << 32 | LowerCase;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Place(ulong key) => (int)(key * Spread >> 60);

    /// <summary>Each name in its place, its value above the three characters.</summary>
    private static ulong[] Table(IReadOnlyList<string> names, int first)
    {
        var table = new ulong[16];
        for (var i = 0; i < names.Count; i++)
        {
            var key = Key(names[i]);
            table[Place(key)] = key | (ulong)(first + i) << 48;
        }

        return table;
    }
}
