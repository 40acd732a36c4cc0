using System.Runtime.CompilerServices;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// What only the day fields have: a question mark, L and W in a month, L and # in a week. It goes into the draft; the answer is the
/// place behind it, or <see cref="CronCursor.Nowhere"/> where it is something else.
/// </summary>
internal static class CronDaySigns
{
    /// <summary>An item that does not begin with a value.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Start(ReadOnlySpan<char> text, int at, in CronRange range, ref CronDraft draft)
    {
        var cursor = new CronCursor(text, at);
        return cursor.Sign switch
        {
            'L' or 'l' when range.Field == CronField.DayOfMonth => LastDay(text, at + 1, ref draft),
            '?' when IsDay(range.Field) && text[at - 1] == ' ' && cursor.Following == ' ' => AnyDay(at + 1, range, ref draft),
            _ => CronCursor.Nowhere,
        };
    }

    /// <summary>A sign behind a day.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int After(int day, ReadOnlySpan<char> text, int at, in CronRange range, ref CronDraft draft)
    {
        var cursor = new CronCursor(text, at);
        switch (cursor.Sign)
        {
            case 'W' or 'w' when range.Field == CronField.DayOfMonth:
                draft.NearestTo |= 1u << day;
                return at + 1;
            case 'L' or 'l' when range.Field == CronField.DayOfWeek:
                draft.LastWeekdays |= (byte)(1 << day % 7);
                return at + 1;
            case '#' when range.Field == CronField.DayOfWeek:
                cursor.Next();
                if (!cursor.Number(out var nth) || nth is < 1 or > 5) return CronCursor.Nowhere;
                draft.NthWeekdays |= 1UL << ((nth - 1) * 7 + day % 7);
                return cursor.At;
            default:
                return CronCursor.Nowhere;
        }
    }

    /// <summary><c>["-" 0..30] ["W"]</c>, after an L.</summary>
    private static int LastDay(ReadOnlySpan<char> text, int at, ref CronDraft draft)
    {
        var cursor = new CronCursor(text, at);
        var before = 0;
        if (cursor.Sign == '-')
        {
            cursor.Next();
            if (!cursor.Number(out before) || before > 30) return CronCursor.Nowhere;
        }

        if (cursor.Sign is not ('W' or 'w'))
        {
            draft.LastDays |= 1u << before;
            return cursor.At;
        }

        draft.NearestToLast |= 1u << before;
        return cursor.At + 1;
    }

    private static bool IsDay(CronField field) => field is CronField.DayOfMonth or CronField.DayOfWeek;

    /// <summary>A question mark alone is a star alone.</summary>
    private static int AnyDay(int at, in CronRange range, ref CronDraft draft)
    {
        var sets = new CronSets();
        sets[(int)range.Field] = range.Alone;
        draft.Add(sets);
        return at;
    }
}
