using System.Numerics;

namespace Broadsheet.Core.Recurrence;

/// <summary>Other dates without those on a holiday, which are dropped or move to the nearest business day; two that meet are one.</summary>
internal sealed class ShiftedDates(Dates dates, BusinessDays business, WhenExcluded policy) : Dates(EveryMonth)
{
    // A calendar that leaves no business day in three years in a row moves nothing any more.
    private const int FarthestMonths = 36;

    /// <summary>Dates move, they are not just dropped.</summary>
    public bool Moves => policy != WhenExcluded.Skip;

    /// <summary>The date is due as far as holidays don't matter.</summary>
    public bool WantsBeforeShift(int day) => (dates.In(Month.Of(day, out var date)) >> date & 1) != 0;

    protected override uint Days(in Month month)
    {
        var holidays = business.Holidays.In(month.Index);
        var wanted = dates.In(month);
        var kept = wanted & ~holidays;
        return policy switch
        {
            WhenExcluded.Skip => kept,
            WhenExcluded.Next => kept | MovedForward(month, wanted & holidays),
            WhenExcluded.Previous => kept | MovedBack(month, wanted & holidays),
        };
    }

    private uint MovedForward(in Month month, uint excluded)
    {
        var open = business.In(month);
        var moved = 0u;
        for (; excluded != 0; excluded &= excluded - 1)
        {
            var later = open & ~((excluded & (uint)-(int)excluded) - 1);
            moved |= later & (uint)-(int)later;
        }

        return open != 0 && IsOwedByEarlier(month.Index) ? moved | open & (uint)-(int)open : moved;
    }

    private uint MovedBack(in Month month, uint excluded)
    {
        var open = business.In(month);
        var moved = 0u;
        for (; excluded != 0; excluded &= excluded - 1)
        {
            var earlier = open & ((excluded & (uint)-(int)excluded) - 1);
            if (earlier != 0) moved |= 1u << BitOperations.Log2(earlier);
        }

        return open != 0 && IsOwedByLater(month.Index) ? moved | 1u << BitOperations.Log2(open) : moved;
    }

    /// <summary>An excluded date of an earlier month found no business day behind it in its own.</summary>
    private bool IsOwedByEarlier(int index)
    {
        for (var before = index - 1; before >= index - FarthestMonths && before > 0; before--)
        {
            var month = new Month(before);
            var open = business.In(month);
            var excluded = dates.In(month) & business.Holidays.In(before);
            if (excluded != 0 && excluded > open) return true;
            if (open != 0) return false;
        }

        return false;
    }

    /// <summary>An excluded date of a later month found no business day before it in its own.</summary>
    private bool IsOwedByLater(int index)
    {
        for (var after = index + 1; after <= index + FarthestMonths; after++)
        {
            var month = new Month(after);
            var open = business.In(month);
            var excluded = dates.In(month) & business.Holidays.In(after);
            if (excluded != 0 && (open == 0 || BitOperations.TrailingZeroCount(excluded) < BitOperations.TrailingZeroCount(open))) return true;
            if (open != 0) return false;
        }

        return false;
    }
}
