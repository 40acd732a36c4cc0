namespace Broadsheet.Core.Recurrence;

/// <summary>
/// Proleptic Gregorian dates as days since 1970-01-01. Plain integers, because a search through dates in a hot path can
/// afford neither a LocalDate per step nor its checks.
/// </summary>
internal static class CivilDay
{
    /// <summary>9999-12-31: no recurrence goes beyond.</summary>
    public const int Last = 2_932_896;

    /// <summary>0001-01-01: no recurrence begins before.</summary>
    public const int First = -719_162;

    private const int DaysOf400Years = 146_097;
    private const int From0000To1970 = 719_468;

    private static ReadOnlySpan<byte> Lengths => [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    public static bool IsLeap(int year) => (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int LengthOf(int year, int month) => month == 2 && IsLeap(year) ? 29 : Lengths[month];

    /// <summary>The most days <paramref name="month"/> can have: 29 for February.</summary>
    public static int LongestOf(int month) => month == 2 ? 29 : Lengths[month];

    /// <summary>The day number of a date; years count from March so that a leap day comes last.</summary>
    public static int Of(int year, int month, int day)
    {
        var y = year - (month <= 2 ? 1 : 0);
        var era = (y >= 0 ? y : y - 399) / 400;
        var yearOfEra = y - era * 400;
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * DaysOf400Years + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - From0000To1970;
    }

    /// <summary>
    /// The inverse of <see cref="Of"/>, from year -400 on. Multiplications instead of divisions: Neri and Schneider, "Euclidean
    /// affine functions and their application to calendar algorithms" (2022).
    /// </summary>
    public static (int Year, int Month, int Day) ToDate(int day)
    {
        var quarters = (uint)(4 * (day + From0000To1970 + DaysOf400Years)) + 3;
        var century = quarters / DaysOf400Years;
        var product = 2_939_745UL * (quarters % DaysOf400Years | 3);
        var dayOfYear = (uint)product / 2_939_745 / 4;
        var shifted = 2_141 * dayOfYear + 197_913;
        var (month, afterNewYear) = ((int)(shifted >> 16), dayOfYear >= 306);
        return ((int)(100 * century + (uint)(product >> 32)) - 400 + (afterNewYear ? 1 : 0), afterNewYear ? month - 12 : month, (int)((shifted & 0xFFFF) / 2_141) + 1);
    }

    /// <summary>0 for Sunday to 6 for Saturday.</summary>
    public static int WeekdayOf(int day) => (int)((uint)(day + 4 + 7 * 1_000_000) % 7);

    /// <summary>The day number of a local second; rounds towards the past.</summary>
    public static int OfSecond(long second) => (int)Math.DivRem(second, 86_400, out var rest) - (rest < 0 ? 1 : 0);
}
