using System.Runtime.CompilerServices;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// Reads the fields of a cron expression from left to right, each character once. A member answers false, or
/// <see cref="Failed"/> for a place or a value, at the first thing it does not know.
/// </summary>
internal ref struct CronReader(ReadOnlySpan<char> text)
{
    private const int Failed = -1;

    /// <summary>Beside the values of a list, above them all: there is a star, a range or a step in it.</summary>
    private const ulong Interval = 1UL << 63;

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Reads the whole text: five fields, or six where the second comes first.</summary>
    public bool Read(bool withSeconds, ref CronDraft draft)
    {
        var seconds = 1UL;
        if (withSeconds && !(List(CronField.Second, ref draft, out seconds) && Gap())) return false;
        if (!List(CronField.Minute, ref draft, out var minutes) || !Gap()) return false;
        if (!List(CronField.Hour, ref draft, out var hours) || !Gap()) return false;
        if (!DaysOfMonth(ref draft) || !Gap()) return false;
        if (!List(CronField.Month, ref draft, out var months) || !Gap()) return false;
        if (((seconds | minutes | hours) & Interval) != 0) draft.Traits |= CronTraits.Interval;
        (draft.Seconds, draft.Minutes) = (seconds & ~Interval, minutes & ~Interval);
        (draft.Hours, draft.Months) = ((uint)hours, (ushort)months);
        return DaysOfWeek(ref draft) && _at == _text.Length;
    }

    private bool DaysOfMonth(ref CronDraft draft)
    {
        if (Star())
        {
            draft.Days = 0xFFFF_FFFE;
            draft.Traits |= CronTraits.AnyDay;
            return true;
        }

        var read = List(CronField.DayOfMonth, ref draft, out var days);
        draft.Days = (uint)days;
        return read;
    }

    private bool DaysOfWeek(ref CronDraft draft)
    {
        if (Star())
        {
            draft.Weekdays = Weekdays.All;
            draft.Traits |= CronTraits.AnyWeekday;
            return true;
        }

        if (At(_text, _at) == '+')
        {
            _at++;
            draft.Traits |= CronTraits.Both;
        }

        var read = List(CronField.DayOfWeek, ref draft, out var days);
        draft.Weekdays = (byte)(days & 0x7F | days >> 7 & 1);
        return read;
    }

    /// <summary>Exactly a star or a question mark.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Star()
    {
        if (At(_text, _at) is not ('*' or '?') || At(_text, _at + 1) is not (' ' or '\t' or '\0')) return false;
        _at++;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Gap()
    {
        var at = _at;
        while (At(_text, at) is ' ' or '\t') at++;
        if (at == _at) return false;
        _at = at;
        return true;
    }

    /// <summary>Items and commas. That a field ends where the last item does is for the caller to see.</summary>
    private bool List(CronField field, ref CronDraft draft, out ulong bits)
    {
        var (at, found) = (_at - 1, 0UL);
        var chars = _text;
        ref readonly var range = ref CronRange.Of(field);
        do
        {
            at++;
            if (!Common(chars, ref at, range, ref found)) at = Item(chars, at, field, ref draft, ref found);
        }
        while (At(chars, at) == ',');

        (_at, bits) = (at, found);
        return at >= 0;
    }

    /// <summary>
    /// What most items are: a star, or a value or two, each a name or a number of one or two digits. All else, right or wrong, is
    /// left to <see cref="Item"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Common(ReadOnlySpan<char> text, ref int at, in CronRange range, ref ulong bits)
    {
        var (end, found) = (at, 0UL);
        int first, last;
        if (At(text, at) == '*')
        {
            end++;
            (first, last, found) = (range.Min, range.Wrap, Interval);
        }
        else
        {
            first = last = Short(text, ref end, range.Names);
            if (At(text, end) == '-')
            {
                end++;
                found = Interval;
                last = Short(text, ref end, range.Names);
            }
        }

        if (At(text, end) is not (' ' or ',' or '\0') || first < range.Min || last > range.Max || first > last) return false;
        bits |= found | CronRange.Run(first, last);
        at = end;
        return true;
    }

    /// <summary>One or two digits, or a name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Short(ReadOnlySpan<char> text, ref int at, CronNames names)
    {
        var value = At(text, at) - '0';
        if ((uint)value > 9)
        {
            if (names == CronNames.None) return Failed;
            value = CronName.At(text, at, names);
            at += 3;
            return value;
        }

        at++;
        var digit = (uint)(At(text, at) - '0');
        if (digit > 9) return value;
        at++;
        return value * 10 + (int)digit;
    }

    /// <summary><c>* | v ["-" v]</c>, then an optional step; or what only a day field has.</summary>
    private static int Item(ReadOnlySpan<char> text, int at, CronField field, ref CronDraft draft, ref ulong bits)
    {
        ref readonly var range = ref CronRange.Of(field);
        if (At(text, at) == '*') return Steps(text, at + 1, range, range.Min, range.Wrap, ref bits);
        if (field == CronField.DayOfMonth && (At(text, at) | 32) == 'l') return Last(text, at + 1, ref draft);
        var first = Value(text, ref at, range);
        if (first < 0) return Failed;
        switch (At(text, at))
        {
            case '-':
                at++;
                var last = Value(text, ref at, range);
                return last < 0 ? Failed : Steps(text, at, range, first, last, ref bits);
            case '/':
                return Steps(text, at, range, first, range.Max, ref bits);
            case 'W' or 'w' or 'L' or 'l' or '#':
                return DaySign(text, at, field, first, ref draft);
            default:
                bits |= 1UL << first;
                return at;
        }
    }

    /// <summary>An optional step through the values from <paramref name="first"/> to <paramref name="last"/>.</summary>
    private static int Steps(ReadOnlySpan<char> text, int at, in CronRange range, int first, int last, ref ulong bits)
    {
        var step = 1;
        if (At(text, at) == '/')
        {
            at++;
            step = Number(text, ref at);
            if (step < 1 || step > range.Max) return Failed;
        }

        bits |= Interval | range.Bits(first, last, step);
        return at;
    }

    /// <summary><c>["-" 0..30] ["W"]</c>, after an L.</summary>
    private static int Last(ReadOnlySpan<char> text, int at, ref CronDraft draft)
    {
        var offset = 0;
        if (At(text, at) == '-')
        {
            at++;
            offset = Number(text, ref at);
            if (offset is < 0 or > 30) return Failed;
        }

        if ((At(text, at) | 32) != 'w')
        {
            draft.LastDays |= 1u << offset;
            return at;
        }

        draft.NearestToLast |= 1u << offset;
        return at + 1;
    }

    /// <summary>What may follow a day: W in a month, L and # in a week.</summary>
    private static int DaySign(ReadOnlySpan<char> text, int at, CronField field, int day, ref CronDraft draft)
    {
        var sign = At(text, at) | 32;
        at++;
        if (field == CronField.DayOfMonth && sign == 'w')
        {
            draft.NearestTo |= 1u << day;
            return at;
        }

        if (field != CronField.DayOfWeek || sign == 'w') return Failed;
        day = day == 7 ? 0 : day;
        if (sign == 'l')
        {
            draft.LastWeekdays |= (byte)(1 << day);
            return at;
        }

        var nth = Number(text, ref at);
        if (nth is < 1 or > 5) return Failed;
        draft.NthWeekdays |= 1UL << ((nth - 1) * 7 + day);
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Value(ReadOnlySpan<char> text, ref int at, in CronRange range)
    {
        if (char.IsAsciiDigit(At(text, at)))
        {
            var value = Number(text, ref at);
            return value >= range.Min && value <= range.Max ? value : Failed;
        }

        var named = CronName.At(text, at, range.Names);
        if (named >= 0) at += 3;
        return named;
    }

    /// <summary>One to four digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Number(ReadOnlySpan<char> text, ref int at)
    {
        var (start, value) = (at, 0);
        uint digit;
        while ((digit = (uint)(At(text, at) - '0')) <= 9 && at - start < 4)
        {
            value = value * 10 + (int)digit;
            at++;
        }

        return at > start && digit > 9 ? value : Failed;
    }

    /// <summary>The character at a place, or <c>\0</c> where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static char At(ReadOnlySpan<char> text, int at) => (uint)at < (uint)text.Length ? text[at] : '\0';
}
