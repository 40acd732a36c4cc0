namespace Broadsheet.Core.Recurrence;

/// <summary>
/// One month of one year, with what a day mask needs: how long it is and on which weekday it starts.
/// A mask has bit d for day d, 1 to 31.
/// </summary>
internal readonly struct Month
{
    /// <param name="index">Months since year 0: <c>year * 12 + month - 1</c>.</param>
    public Month(int index)
    {
        Index = index;
        Year = index / 12;
        Number = index - Year * 12 + 1;
        Length = CivilDay.LengthOf(Year, Number);
        FirstDay = CivilDay.Of(Year, Number, 1);
        FirstWeekday = CivilDay.WeekdayOf(FirstDay);
    }

    private Month(int year, int number, int firstDay)
    {
        Index = year * 12 + number - 1;
        Year = year;
        Number = number;
        Length = CivilDay.LengthOf(year, number);
        FirstDay = firstDay;
        FirstWeekday = CivilDay.WeekdayOf(firstDay);
    }

    public int Index { get; }

    public int Year { get; }

    /// <summary>1 to 12.</summary>
    public int Number { get; }

    /// <summary>28 to 31.</summary>
    public int Length { get; }

    /// <summary>The day number of its first day.</summary>
    public int FirstDay { get; }

    /// <summary>0 for Sunday to 6 for Saturday.</summary>
    public int FirstWeekday { get; }

    /// <summary>Bits 1 to <see cref="Length"/>.</summary>
    public uint All => (uint)((2UL << Length) - 2);

    /// <summary>The month of <paramref name="day"/>, and which of its days that is.</summary>
    public static Month Of(int day, out int dayOfMonth)
    {
        var (year, month, date) = CivilDay.ToDate(day);
        dayOfMonth = date;
        return new Month(year, month, day - date + 1);
    }
}
