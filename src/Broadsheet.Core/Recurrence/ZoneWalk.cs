namespace Broadsheet.Core.Recurrence;

/// <summary>
/// Lays the slots of a wall clock onto the time line of a zone. The only place that knows daylight saving: fixed slots run
/// once where the clock goes back, at the first, and once at the transition where they fall into a gap; interval slots run in
/// both passes, and are dropped in a gap unless their date would have no run at all.
/// </summary>
internal static class ZoneWalk
{
    /// <summary>No slot after this up to the end of year 9999.</summary>
    public const long None = long.MaxValue;

    /// <summary>0001-01-01T00:00:00Z.</summary>
    public const long FirstSecond = -62_135_596_800;

    /// <summary>9999-12-31T23:59:59Z.</summary>
    public const long LastSecond = 253_402_300_799;

    private const long Day = 86_400;

    // Two transitions a year: a slot further off than this is worth a jump instead of a walk.
    private const long FarAway = 200 * Day;

    /// <summary>The first slot strictly after the second <paramref name="after"/>, both in seconds since 1970; or <see cref="None"/>.</summary>
    public static long Next(LocalSlots slots, ZoneSpans zone, long after)
    {
        if (after >= LastSecond) return None;
        if (after < FirstSecond) after = FirstSecond;

        // The span of `after` and not of the second behind it: when that second is a transition, a slot in its gap is still due.
        var span = zone.At(after);
        var local = after + 1 + span.Offset;
        if (local < span.LocalEndBefore && !slots.IsInterval) local = span.LocalEndBefore;
        var slot = slots.OnOrAfter(local);
        var found = slot < span.LocalEnd ? slot - span.Offset : Walk(slots, zone, span, local, slot);
        return found <= LastSecond ? found : None;
    }

    /// <summary>Whether a gap, of which <paramref name="slot"/> is the first slot inside, has a run at its end.</summary>
    public static bool RunsAtGap(LocalSlots slots, long slot, long gapStart, long gapEnd)
    {
        while (slot < gapEnd)
        {
            var dayStart = CivilDay.OfSecond(slot) * Day;
            var dayEnd = dayStart + Day;
            var dateExists = gapStart > dayStart || gapEnd < dayEnd;
            if (dateExists && (!slots.IsInterval || !RunsOutside(slots, gapStart, gapEnd, dayStart, dayEnd))) return true;
            slot = slots.OnOrAfter(dayEnd);
        }

        return false;
    }

    /// <summary>
    /// Goes from span to span until one holds the slot, which lies behind the end of <paramref name="span"/> and is the first from
    /// <paramref name="local"/> on.
    /// </summary>
    private static long Walk(LocalSlots slots, ZoneSpans zone, ZoneSpan span, long local, long slot)
    {
        while (slot != LocalSlots.None && span.End <= LastSecond)
        {
            if (slot - span.LocalEnd > FarAway && !MayRepeat(slots, span, local))
            {
                span = zone.At(slot - span.Offset - 4 * Day);
                if (slot < span.LocalEnd) return slot - span.Offset;
            }

            var before = span.LocalEnd;
            span = zone.At(span.End);
            if (span.LocalStart < before)
            {
                if (slots.IsInterval)
                {
                    var again = slots.OnOrAfter(span.LocalStart);
                    if (again < before && again < span.LocalEnd) return again - span.Offset;
                }
            }
            else if (slot < span.LocalStart)
            {
                if (RunsAtGap(slots, slot, before, span.LocalStart)) return span.Start;
                slot = slots.OnOrAfter(span.LocalStart);
            }

            if (slot < span.LocalEnd) return slot - span.Offset;
        }

        return None;
    }

    /// <summary>An interval's slot that lies behind <paramref name="local"/> may come once more after the end of the span.</summary>
    private static bool MayRepeat(LocalSlots slots, ZoneSpan span, long local) => slots.IsInterval && span.LocalEnd - local <= 4 * Day;

    private static bool RunsOutside(LocalSlots slots, long gapStart, long gapEnd, long dayStart, long dayEnd) =>
        slots.OnOrAfter(dayStart) < gapStart || slots.OnOrAfter(gapEnd) < dayEnd;
}
