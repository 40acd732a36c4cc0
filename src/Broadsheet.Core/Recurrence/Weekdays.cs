using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>Sets of weekdays as seven bits, bit 0 for Sunday to bit 6 for Saturday, and the days of a month they are.</summary>
internal static class Weekdays
{
    public const byte All = 0x7F;
    public const byte MondayToFriday = 0x3E;
    public const byte Weekend = 0x41;

    private static readonly uint[] s_days = BuildDays();

    /// <summary>Monday first, as people in most of the world list a week.</summary>
    public static ReadOnlySpan<byte> FromMonday => [1, 2, 3, 4, 5, 6, 0];

    public static int Bit(IsoDayOfWeek day) => (int)day % 7;

    public static byte Of(IEnumerable<IsoDayOfWeek> days)
    {
        var set = 0;
        foreach (var day in days) set |= 1 << Bit(day);
        return (byte)set;
    }

    /// <summary>Days 1 to 31 of a month that starts on <paramref name="firstWeekday"/> which are in <paramref name="set"/>.</summary>
    public static uint Days(byte set, int firstWeekday) => s_days[set * 7 + firstWeekday];

    /// <summary>The day nearest to <paramref name="day"/> in the same month that is Monday to Friday.</summary>
    public static int Nearest(int day, int length, int firstWeekday) => ((firstWeekday + day - 1) % 7) switch
    {
        6 => day == 1 ? 3 : day - 1,
        0 => day == length ? day - 2 : day + 1,
        _ => day,
    };

    private static uint[] BuildDays()
    {
        var table = new uint[128 * 7];
        for (var set = 0; set < 128; set++)
        {
            for (var first = 0; first < 7; first++)
            {
                var mask = 0u;
                for (var day = 1; day <= 31; day++)
                    if ((set >> ((first + day - 1) % 7) & 1) != 0) mask |= 1u << day;
                table[set * 7 + first] = mask;
            }
        }

        return table;
    }
}
