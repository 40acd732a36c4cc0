namespace Broadsheet.Core.Recurrence;

/// <summary>The three-letter names of months and weekdays, in any case.</summary>
internal static class CronName
{
    public static IReadOnlyList<string> Months { get; } =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    public static IReadOnlyList<string> Weekdays { get; } = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>The value of the name at <paramref name="at"/>, or -1 where there is none of <paramref name="names"/>.</summary>
    public static int At(ReadOnlySpan<char> text, int at, CronNames names)
    {
        if (names == CronNames.None || (uint)(at + 2) >= (uint)text.Length) return -1;
        var (first, second, third) = (text[at], text[at + 1], text[at + 2]);
        if ((first | second | third) > 0x7F) return -1;
        var key = (first << 16 | second << 8 | third) | 0x202020;
        return names == CronNames.Months ? MonthOf(key) : WeekdayOf(key);
    }

    private static int MonthOf(int key) => key switch
    {
        'j' << 16 | 'a' << 8 | 'n' => 1,
        'f' << 16 | 'e' << 8 | 'b' => 2,
        'm' << 16 | 'a' << 8 | 'r' => 3,
        'a' << 16 | 'p' << 8 | 'r' => 4,
        'm' << 16 | 'a' << 8 | 'y' => 5,
        'j' << 16 | 'u' << 8 | 'n' => 6,
        'j' << 16 | 'u' << 8 | 'l' => 7,
        'a' << 16 | 'u' << 8 | 'g' => 8,
        's' << 16 | 'e' << 8 | 'p' => 9,
        'o' << 16 | 'c' << 8 | 't' => 10,
        'n' << 16 | 'o' << 8 | 'v' => 11,
        'd' << 16 | 'e' << 8 | 'c' => 12,
        _ => -1,
    };

    private static int WeekdayOf(int key) => key switch
    {
        's' << 16 | 'u' << 8 | 'n' => 0,
        'm' << 16 | 'o' << 8 | 'n' => 1,
        't' << 16 | 'u' << 8 | 'e' => 2,
        'w' << 16 | 'e' << 8 | 'd' => 3,
        't' << 16 | 'h' << 8 | 'u' => 4,
        'f' << 16 | 'r' << 8 | 'i' => 5,
        's' << 16 | 'a' << 8 | 't' => 6,
        _ => -1,
    };
}
