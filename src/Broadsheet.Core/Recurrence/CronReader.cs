using System.Runtime.CompilerServices;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// Reads the fields of a cron expression from left to right, each character once, and gives up at the first thing that it does not
/// know. What only a day field has is left to <see cref="CronDaySigns"/>.
/// </summary>
/// <remarks>
/// All of it is inlined into the loop of <see cref="Fields"/>, each member at one place, so that the cursor lives in registers: that is
/// half of the speed. What would make the loop much longer, or hand the cursor to somebody else, loses it.
/// </remarks>
internal static class CronReader
{
    /// <summary>Reads the whole text, which has no gaps around it, into an empty draft: five fields, or six where the second comes first.</summary>
    public static bool Read(ReadOnlySpan<char> text, ref CronDraft draft) => Fields(text, ref draft) || Respaced(text, ref draft);

    /// <summary>The text once more, where a gap in it is not one space but some spaces or tabs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Respaced(ReadOnlySpan<char> text, ref CronDraft draft)
    {
        Span<char> respaced = stackalloc char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            var isGap = c is ' ' or '\t';
            if (!isGap || (length > 0 && respaced[length - 1] != ' ')) respaced[length++] = isGap ? ' ' : c;
        }

        draft = default;
        respaced = respaced[..length];
        return !text.SequenceEqual(respaced) && Fields(respaced, ref draft);
    }

    /// <summary>As many fields as single spaces part, each up to and with the space behind it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Fields(ReadOnlySpan<char> text, ref CronDraft draft)
    {
        var gaps = text.Count(' ');
        if (gaps is not (4 or 5)) return false;
        var cursor = new CronCursor(text, 0);
        var sets = new CronSets();
        sets[(int)CronField.Second] = 1;
        for (var field = CronField.DayOfWeek - gaps; field <= CronField.DayOfWeek; field++)
        {
            sets[(int)field] = Field(ref cursor, CronRange.Of(field), ref draft);
            if (cursor.Sign != ' ' || cursor.At < 0) return false;
            cursor.Next();
        }

        draft.Add(sets);
        return true;
    }

    /// <summary>A star alone; or items and commas, after a plus if these are weekdays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Field(ref CronCursor cursor, in CronRange range, ref CronDraft draft)
    {
        if (cursor.Sign == '*' && cursor.Following == ' ')
        {
            cursor.Next();
            return range.Alone;
        }

        var bits = 0UL;
        if (cursor.Sign == '+' && range.Field == CronField.DayOfWeek)
        {
            cursor.Next();
            bits = CronSets.Of(CronTraits.Both);
        }

        for (; ; cursor.Next())
        {
            bits |= Item(ref cursor, range, ref draft);
            if (cursor.Sign != ',') return bits;
        }
    }

    /// <summary><c>* | v ["-" v]</c>, then an optional step; or what only a day field has. Moves nowhere from all else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Item(ref CronCursor cursor, in CronRange range, ref CronDraft draft)
    {
        int first, last;
        if (cursor.Sign == '*')
        {
            cursor.Next();
            (first, last) = (range.Min, range.Wrap);
        }
        else
        {
            if (!Value(ref cursor, range, out first)) return Moved(ref cursor, CronDaySigns.Start(cursor.Text, cursor.At, range, ref draft));
            if (cursor.Sign is ' ' or ',') return 1UL << first;
            if (cursor.Sign == '-')
            {
                cursor.Next();
                if (!Value(ref cursor, range, out last)) return Moved(ref cursor, CronCursor.Nowhere);
            }
            else if (cursor.Sign == '/')
            {
                last = range.Max;
            }
            else
            {
                return Moved(ref cursor, CronDaySigns.After(first, cursor.Text, cursor.At, range, ref draft));
            }
        }

        return Steps(ref cursor, range, first, last);
    }

    /// <summary>The values from <paramref name="first"/> to <paramref name="last"/>, or those that a step leaves of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Steps(ref CronCursor cursor, in CronRange range, int first, int last)
    {
        var step = 1;
        if (cursor.Sign == '/')
        {
            cursor.Next();
            if (!cursor.Number(out step) || step < 1 || step > range.Max) return Moved(ref cursor, CronCursor.Nowhere);
        }

        return range.Spread | range.Bits(first, last, step);
    }

    /// <summary>A number or a name of the field. Where there is neither, the cursor stays; it is nowhere after a wrong number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Value(ref CronCursor cursor, in CronRange range, out int value)
    {
        if (char.IsAsciiDigit(cursor.Sign))
        {
            if (cursor.Number(out value) && value >= range.Min && value <= range.Max) return true;
            cursor.MoveTo(CronCursor.Nowhere);
            return false;
        }

        value = CronName.At(cursor.Text, cursor.At, range.Names);
        if (value < 0) return false;
        cursor.MoveTo(cursor.At + CronName.Length);
        return true;
    }

    /// <summary>No bits, as the item has gone into the draft or is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Moved(ref CronCursor cursor, int at)
    {
        cursor.MoveTo(at);
        return 0;
    }
}
