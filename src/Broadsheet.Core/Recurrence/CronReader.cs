namespace Broadsheet.Core.Recurrence;

/// <summary>Reads the fields of a cron expression from left to right. A member answers false at the first thing it does not know.</summary>
internal ref struct CronReader(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public readonly bool AtEnd => _at >= _text.Length;

    private readonly char Current => (uint)_at < (uint)_text.Length ? _text[_at] : '\0';

    private readonly bool AtFieldEnd => _at >= _text.Length || _text[_at] is ' ' or '\t';

    public bool ReadSeconds(ref CronDraft draft)
    {
        var interval = false;
        if (!List(new(0, 59, 59, CronNames.None), ref draft.Seconds, ref interval)) return false;
        if (interval) draft.Traits |= CronTraits.Interval;
        return Gap();
    }

    /// <summary>Minute, hour, day of month, month and day of week.</summary>
    public bool ReadFive(ref CronDraft draft)
    {
        var interval = false;
        ulong hours = 0, months = 0;
        if (!List(new(0, 59, 59, CronNames.None), ref draft.Minutes, ref interval) || !Gap()) return false;
        if (!List(new(0, 23, 23, CronNames.None), ref hours, ref interval) || !Gap()) return false;
        if (interval) draft.Traits |= CronTraits.Interval;
        if (!DaysOfMonth(ref draft) || !Gap()) return false;
        if (!List(new(1, 12, 12, CronNames.Months), ref months, ref interval) || !Gap()) return false;
        (draft.Hours, draft.Months) = ((uint)hours, (ushort)months);
        return DaysOfWeek(ref draft);
    }

    private bool Gap()
    {
        if (!AtFieldEnd || AtEnd) return false;
        while (!AtEnd && AtFieldEnd) _at++;
        return true;
    }

    private bool List(CronRange range, ref ulong bits, ref bool interval)
    {
        while (true)
        {
            if (!Item(range, ref bits, ref interval)) return false;
            if (Current != ',') return AtFieldEnd;
            _at++;
        }
    }

    /// <summary><c>* | v ["-" v]</c>, then an optional step.</summary>
    private bool Item(CronRange range, ref ulong bits, ref bool interval)
    {
        int first, last, step = 1;
        var open = false;
        if (Current == '*')
        {
            _at++;
            (first, last, interval) = (range.Min, range.Wrap, true);
        }
        else
        {
            if (!Value(range, out first)) return false;
            last = first;
            open = Current != '-';
            if (!open)
            {
                _at++;
                interval = true;
                if (!Value(range, out last)) return false;
            }
        }

        if (Current == '/')
        {
            _at++;
            interval = true;
            if (!Number(out step) || step < 1 || step > range.Max) return false;
            if (open) last = range.Max;
        }

        bits |= range.Bits(first, last, step);
        return true;
    }

    private bool Value(CronRange range, out int value)
    {
        if ((uint)(Current - '0') <= 9) return Number(out value) && value >= range.Min && value <= range.Max;
        value = CronName.At(_text, _at, range.Names);
        _at += 3;
        return value >= 0;
    }

    private bool Number(out int value)
    {
        value = 0;
        var start = _at;
        uint digit;
        while ((digit = (uint)(Current - '0')) <= 9 && _at - start < 4)
        {
            value = value * 10 + (int)digit;
            _at++;
        }

        return _at > start && digit > 9;
    }

    private bool Star()
    {
        if (Current is not ('*' or '?')) return false;
        _at++;
        if (AtFieldEnd) return true;
        _at--;
        return false;
    }

    private bool DaysOfMonth(ref CronDraft draft)
    {
        if (Star())
        {
            draft.Days = 0xFFFF_FFFE;
            draft.Traits |= CronTraits.AnyDay;
            return true;
        }

        var range = new CronRange(1, 31, 31, CronNames.None);
        ulong days = 0;
        var ignored = false;
        while (true)
        {
            var read = (Current | 32) == 'l' ? Last(ref draft) : Nearest(ref draft) || Item(range, ref days, ref ignored);
            if (!read) return false;
            if (Current != ',') break;
            _at++;
        }

        draft.Days = (uint)days;
        return AtFieldEnd;
    }

    private bool Last(ref CronDraft draft)
    {
        _at++;
        var offset = 0;
        if (Current == '-')
        {
            _at++;
            if (!Number(out offset) || offset > 30) return false;
        }

        if ((Current | 32) != 'w')
        {
            draft.LastDays |= 1u << offset;
            return true;
        }

        _at++;
        draft.NearestToLast |= 1u << offset;
        return true;
    }

    private bool Nearest(ref CronDraft draft)
    {
        var start = _at;
        if (Number(out var day) && (Current | 32) == 'w' && day is >= 1 and <= 31)
        {
            _at++;
            draft.NearestTo |= 1u << day;
            return true;
        }

        _at = start;
        return false;
    }

    private bool DaysOfWeek(ref CronDraft draft)
    {
        if (Star())
        {
            draft.Weekdays = Weekdays.All;
            draft.Traits |= CronTraits.AnyWeekday;
            return true;
        }

        if (Current == '+')
        {
            _at++;
            draft.Traits |= CronTraits.Both;
        }

        var range = new CronRange(0, 7, 6, CronNames.Weekdays);
        ulong days = 0;
        var ignored = false;
        while (true)
        {
            if (!NthOrLast(range, ref draft) && !Item(range, ref days, ref ignored)) return false;
            if (Current != ',') break;
            _at++;
        }

        draft.Weekdays = (byte)(days & 0x7F | days >> 7 & 1);
        return AtFieldEnd;
    }

    private bool NthOrLast(CronRange range, ref CronDraft draft)
    {
        var start = _at;
        if (Value(range, out var day))
        {
            day %= 7;
            if ((Current | 32) == 'l')
            {
                _at++;
                draft.LastWeekdays |= (byte)(1 << day);
                return true;
            }

            if (Current == '#')
            {
                _at++;
                if (!Number(out var nth) || nth is < 1 or > 5) return false;
                draft.NthWeekdays |= 1UL << ((nth - 1) * 7 + day);
                return true;
            }
        }

        _at = start;
        return false;
    }
}
