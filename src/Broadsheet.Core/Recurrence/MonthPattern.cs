using System.Numerics;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// Dates that depend on nothing but how long a month is and on which weekday it starts: 28 kinds of months, 14 kinds of years.
/// What is far away is found by passing over whole years. Immutable.
/// </summary>
internal sealed class MonthPattern
{
    private static readonly short[] s_daysBefore = BuildDaysBefore();

    private readonly uint[] _days = new uint[28];
    private readonly ushort[] _years = new ushort[14];
    private readonly bool _leapYearsOnly;

    /// <param name="months">Bits 1 to 12: the months that can hold a date.</param>
    /// <param name="daysOf">The days of a month of so many days that starts on a weekday; bits 1 to 31.</param>
    public MonthPattern(ushort months, Func<int, int, uint> daysOf)
    {
        for (var kind = 0; kind < 28; kind++) _days[kind] = daysOf(28 + kind / 7, kind % 7);
        for (var kind = 0; kind < 14; kind++)
            for (var month = 1; month <= 12; month++)
                if ((months >> month & 1) != 0 && Days(kind / 7, month, (kind + s_daysBefore[kind / 7 * 16 + month]) % 7) != 0) _years[kind] |= (ushort)(1 << month);
        _leapYearsOnly = !_years.AsSpan(0, 7).ContainsAnyExcept((ushort)0);
    }

    /// <summary>The first date that is <paramref name="day"/> or later, or <see cref="Dates.None"/>.</summary>
    public int OnOrAfter(int day)
    {
        var (year, month, date) = CivilDay.ToDate(day);
        var leap = CivilDay.IsLeap(year) ? 1 : 0;
        var before = s_daysBefore[leap * 16 + month];
        var newYear = day - date + 1 - before;
        var weekday = CivilDay.WeekdayOf(newYear);
        var months = _years[leap * 7 + weekday] >> month;
        if ((months & 1) != 0)
        {
            var rest = Days(leap, month, (weekday + before) % 7) >> date;
            if (rest != 0) return day + BitOperations.TrailingZeroCount(rest);
        }

        months >>= 1;
        if (months != 0) return FirstOf(newYear, leap, month + 1 + BitOperations.TrailingZeroCount(months), weekday);
        return _leapYearsOnly ? InLaterLeapYear(year) : InLaterYear(year, newYear, leap, weekday);
    }

    private int InLaterLeapYear(int year)
    {
        while ((year = (year | 3) + 1) < 10_000)
        {
            if (!CivilDay.IsLeap(year)) continue;
            var newYear = CivilDay.Of(year, 1, 1);
            var weekday = CivilDay.WeekdayOf(newYear);
            var months = _years[7 + weekday];
            if (months != 0) return FirstOf(newYear, 1, BitOperations.TrailingZeroCount(months), weekday);
        }

        return Dates.None;
    }

    private int InLaterYear(int year, int newYear, int leap, int weekday)
    {
        while (++year < 10_000)
        {
            newYear += 365 + leap;
            weekday += 1 + leap;
            if (weekday >= 7) weekday -= 7;
            leap = CivilDay.IsLeap(year) ? 1 : 0;
            var months = _years[leap * 7 + weekday];
            if (months != 0) return FirstOf(newYear, leap, BitOperations.TrailingZeroCount(months), weekday);
        }

        return Dates.None;
    }

    private int FirstOf(int newYear, int leap, int month, int weekday)
    {
        var before = s_daysBefore[leap * 16 + month];
        return newYear + before + BitOperations.TrailingZeroCount(Days(leap, month, (weekday + before) % 7)) - 1;
    }

    private uint Days(int leap, int month, int firstWeekday) =>
        _days[(s_daysBefore[leap * 16 + month + 1] - s_daysBefore[leap * 16 + month] - 28) * 7 + firstWeekday];

    /// <summary>How many days of the year lie before month 1 to 13; leap years from 16 on.</summary>
    private static short[] BuildDaysBefore()
    {
        var table = new short[32];
        for (var leap = 0; leap < 2; leap++)
            for (var month = 1; month <= 12; month++)
                table[leap * 16 + month + 1] = (short)(table[leap * 16 + month] + CivilDay.LengthOf(2023 + leap, month));
        return table;
    }
}
