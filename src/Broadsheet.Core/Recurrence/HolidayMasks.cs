namespace Broadsheet.Core.Recurrence;

/// <summary>A set of dates, one mask a month, in ascending order of months. Immutable; a look costs a binary search.</summary>
internal sealed class HolidayMasks
{
    private readonly int[] _months;
    private readonly uint[] _days;

    private HolidayMasks(SortedDictionary<int, uint> masks)
    {
        _months = [.. masks.Keys];
        _days = [.. masks.Values];
    }

    public static HolidayMasks None { get; } = new([]);

    /// <summary>Every date that one of <paramref name="calendars"/> holds.</summary>
    public static HolidayMasks Of(IEnumerable<HolidayCalendar> calendars)
    {
        var masks = new SortedDictionary<int, uint>();
        foreach (var date in calendars.SelectMany(c => c.Dates))
        {
            var index = date.Year * 12 + date.Month - 1;
            masks[index] = masks.GetValueOrDefault(index) | 1u << date.Day;
        }

        return masks.Count == 0 ? None : new HolidayMasks(masks);
    }

    /// <param name="month">A <see cref="Month.Index"/>.</param>
    public uint In(int month)
    {
        var at = Array.BinarySearch(_months, month);
        return at < 0 ? 0 : _days[at];
    }
}
