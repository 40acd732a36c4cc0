using System.Runtime.CompilerServices;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// The values of a field: <paramref name="Min"/> to <paramref name="Max"/>, where a range that goes over the end comes back
/// after <paramref name="Wrap"/>. They differ for day of week only, whose 7 is Sunday once more.
/// </summary>
internal readonly record struct CronRange(CronField Field, int Min, int Max, int Wrap, CronTraits Star)
{
    /// <summary>The multiples of each step. It stands before the fields, which are made with it.</summary>
    private static readonly ulong[] s_steps = [.. Enumerable.Range(0, 64).Select(MultiplesOf)];

    private static readonly CronRange[] s_fields =
    [
        new(CronField.Second, 0, 59, 59, CronTraits.Interval) { Spread = CronSets.Of(CronTraits.Interval) },
        new(CronField.Minute, 0, 59, 59, CronTraits.Interval) { Spread = CronSets.Of(CronTraits.Interval) },
        new(CronField.Hour, 0, 23, 23, CronTraits.Interval) { Spread = CronSets.Of(CronTraits.Interval) },
        new(CronField.DayOfMonth, 1, 31, 31, CronTraits.AnyDay),
        new(CronField.Month, 1, 12, 12, CronTraits.None) { Names = CronNames.Months },
        new(CronField.DayOfWeek, 0, 7, 6, CronTraits.AnyWeekday) { Names = CronNames.Weekdays },
    ];

    /// <summary>The names that some values have.</summary>
    public CronNames Names { get; init; }

    /// <summary>What a star says where it is all of the field, as <see cref="CronSets"/> have it.</summary>
    public ulong Alone { get; } = Run(Min, Wrap, 1) | CronSets.Of(Star);

    /// <summary>What any other star, a range or a step says beyond its values.</summary>
    public ulong Spread { get; init; }

    public static ref readonly CronRange Of(CronField field) => ref s_fields[(int)field];

    /// <summary>Every <paramref name="step"/>th, 1 to 63, of the bits from <paramref name="first"/> to <paramref name="last"/>, 0 to 63.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Run(int first, int last, int step) => s_steps[step] << first & ulong.MaxValue >> (63 - last);

    /// <summary>The same, over the end where <paramref name="last"/> is the smaller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Bits(int first, int last, int step) => first <= last ? Run(first, last, step) : Wrapped(first, last, step);

    private ulong Wrapped(int first, int last, int step)
    {
        if (first > Wrap) return Run(Min, last, step);
        var past = (Wrap - first) % step;
        var again = Min + step - past - 1;
        return Run(first, Wrap, step) | (again <= last ? Run(again, last, step) : 0);
    }

    private static ulong MultiplesOf(int step)
    {
        var bits = 1UL;
        for (var value = step; value is > 0 and < 64; value += step) bits |= 1UL << value;
        return bits;
    }
}
