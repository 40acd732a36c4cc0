namespace Broadsheet.Core.Recurrence;

/// <summary>
/// The values of a field: <paramref name="Min"/> to <paramref name="Max"/>, where a range that goes over the end comes back
/// after <paramref name="Wrap"/>. They differ for day of week only, whose 7 is Sunday once more.
/// </summary>
internal readonly record struct CronRange(int Min, int Max, int Wrap, CronNames Names)
{
    /// <summary>The bits of <paramref name="first"/> to <paramref name="last"/>, over the end where it is the smaller.</summary>
    public ulong Bits(int first, int last, int step)
    {
        if (last >= first) return Run(first, last, step);
        if (first > Wrap) return Run(Min, last, step);
        var past = (Wrap - first) % step;
        var again = Min + step - past - 1;
        return Run(first, Wrap, step) | (again <= last ? Run(again, last, step) : 0);
    }

    private static ulong Run(int first, int last, int step)
    {
        if (step == 1) return ulong.MaxValue >> (63 - last) & ulong.MaxValue << first;
        var bits = 0UL;
        for (var value = first; value <= last; value += step) bits |= 1UL << value;
        return bits;
    }
}
