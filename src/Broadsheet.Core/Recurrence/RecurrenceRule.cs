using System.Text.Json.Nodes;
using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// When something is due, for ever: a function from an instant to the next one. Immutable, safe to share, equal to another that
/// says the same. Made by <see cref="Parse"/> from a configuration and by <see cref="Read"/> from text, never otherwise, so
/// that holding one proves that it is valid and that it fires.
/// </summary>
public sealed class RecurrenceRule : IEquatable<RecurrenceRule>
{
    private readonly LocalSlots _slots;
    private readonly LocalBounds? _bounds;
    private readonly ZoneSpans _spans;

    internal RecurrenceRule(RuleTerms terms, IReadOnlyList<HolidayCalendar> calendars)
    {
        Terms = terms;
        Calendars = calendars;
        _slots = RuleSlots.Of(terms, calendars);
        _bounds = LocalBounds.Of(terms);
        _spans = ZoneSpans.Of(terms.Zone);
    }

    public ScheduleType Type => Terms.Type;

    /// <summary>The zone whose wall clock the rule follows.</summary>
    public DateTimeZone Zone => Terms.Zone;

    internal RuleTerms Terms { get; }

    internal IReadOnlyList<HolidayCalendar> Calendars { get; }

    internal LocalSlots Slots => _slots;

    internal ZoneSpans Spans => _spans;

    /// <summary>
    /// Reads <c>schedule_config</c>: lenient in what it takes, and with all that is wrong at once. Never throws, whatever the
    /// configuration holds.
    /// </summary>
    /// <param name="scheduleType"><c>daily</c>, <c>weekly</c>, <c>monthly</c> or <c>cron</c>, in any case.</param>
    /// <param name="config">The configuration; not changed and not kept.</param>
    /// <param name="context">What is not in the configuration.</param>
    public static RuleReading Parse(string scheduleType, JsonObject config, RecurrenceContext context) =>
        ConfigReader.Read(scheduleType, config, context);

    /// <summary>Reads cron text or plain English, whichever <paramref name="text"/> looks like. Never throws.</summary>
    public static PhraseReading Read(string text, RecurrenceContext context) => PhraseReader.Read(text, context);

    /// <summary>The first slot strictly after <paramref name="after"/>; null where none follows up to the end of year 9999.</summary>
    public Instant? Next(Instant after)
    {
        var second = after.ToUnixTimeSeconds();
        var next = _bounds is null ? ZoneWalk.Next(_slots, _spans, second) : _bounds.Next(_slots, _spans, second);
        return next == ZoneWalk.None ? null : Instant.FromUnixTimeSeconds(next);
    }

    /// <summary>All slots strictly after <paramref name="after"/>, as they come; each with how the wall clock shows it.</summary>
    public IEnumerable<Occurrence> Occurrences(Instant after)
    {
        for (var next = Next(after); next is { } at; next = Next(at)) yield return SlotNote.Annotate(this, at);
    }

    /// <summary>The canonical configuration, with the zone: what is stored and answered. Reading it gives an equal rule.</summary>
    public JsonObject ToConfig() => ConfigWriter.Write(Terms);

    /// <summary>The rule in plain English on a 24-hour clock. Reading it, in the same context, gives an equal rule.</summary>
    public string Describe() => RuleDescription.Of(Terms);

    /// <summary>The cron text that has exactly these slots in the same zone, or null where no single one has.</summary>
    public string? ToCron() => CronEquivalent.Of(Terms);

    /// <summary>
    /// How long after <paramref name="slot"/> the run of <paramref name="schedule"/> starts: always the same for the same two,
    /// from zero to below the rule's jitter and to below the distance to the next slot. Whole milliseconds.
    /// </summary>
    public Duration Jitter(Guid schedule, Instant slot)
    {
        if (Terms.Jitter == Duration.Zero) return Duration.Zero;
        var limit = Terms.Jitter;
        if (Next(slot) is { } next && next - slot < limit) limit = next - slot;
        return SlotHash.Below(limit, schedule, slot);
    }

    public bool Equals(RecurrenceRule? other) => other is not null && Terms.Equals(other.Terms);

    public override bool Equals(object? obj) => Equals(obj as RecurrenceRule);

    public override int GetHashCode() => Terms.GetHashCode();

    /// <summary>What <see cref="Describe"/> says.</summary>
    public override string ToString() => Describe();
}
