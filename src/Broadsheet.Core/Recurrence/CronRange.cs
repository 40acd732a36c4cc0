namespace Broadsheet.Core.Recurrence;

/// <summary>
/// The values of a field: <paramref name="Min"/> to <paramref name="Max"/>, where a range that goes over the end comes back
/// after <paramref name="Wrap"/>. They differ for day of week only, whose 7 is Sunday once more.
/// </summary>
internal readonly record struct CronRange(int Min, int Max, int Wrap, CronNames Names)
{
    private static readonly CronRange[] s_fields =
    [
        new(0, 59, 59, CronNames.None), new(0, 59, 59, CronNames.None), new(0, 23, 23, CronNames.None),
        new(1, 31, 31, CronNames.None), new(1, 12, 12, CronNames.Months), new(0, 7, 6, CronNames.Weekdays),
    ];

    private static readonly ulong[] s_steps = [.. Enumerable.Range(0, 64).Select(MultiplesOf)];

    public static ref readonly CronRange Of(CronField field) => ref s_fields[(int)field];

    /// <summary>The bits from <paramref name="first"/> to <paramref name="last"/>, 0 to 63, which is not the smaller.</summary>
    public static ulong Run(int first, int last) => ulong.MaxValue << first & ulong.MaxValue >> (63 - last);

    /// <summary>The bits of <paramref name="first"/> to <paramref name="last"/>, over the end where it is the smaller.</summary>
    public ulong Bits(int first, int last, int step)
    {
        if (last >= first) return Run(first, last, step);
        if (first > Wrap) return Run(Min, last, step);
        var past = (Wrap - first) % step;
        var again = Min + step - past - 1;
        return Run(first, Wrap, step) | (again <= last ? Run(again, last, step) : 0);
    }

    /// <summary>Every <paramref name="step"/>th, 1 to 63, of the bits from <paramref name="first"/> to <paramref name="last"/>.</summary>
    private static ulong Run(int first, int last, int step) => s_steps[step] << first & ulong.MaxValue >> (63 - last);

    private static ulong MultiplesOf(int step)
    {
        var bits = 1UL;
        for (var value = step; value is > 0 and < 64; value += step) bits |= 1UL << value;
        return bits;
    }
}
