using System.Text.Json.Nodes;
using NodaTime;

namespace Broadsheet.Core.Tests.Recurrence;

/// <summary>
/// The rules again, as plainly as they can be written and with no thought for speed: every date is asked, every time of it is
/// put on the zone's time line, and the result is sorted. Of configurations it reads the canonical form.
/// </summary>
internal sealed class ReferenceRule
{
    private readonly DateTimeZone _zone;
    private readonly Func<LocalDate, bool> _isDue;
    private readonly List<LocalTime> _times;
    private readonly bool _interval;
    private readonly HashSet<LocalDate> _holidays;
    private readonly string _whenExcluded;
    private readonly LocalDate? _start;
    private readonly LocalDate? _end;

    public ReferenceRule(JsonObject config, IEnumerable<LocalDate> holidays)
    {
        _zone = DateTimeZoneProviders.Tzdb[(string)config["timezone"]!];
        _holidays = config["exclude"] is null ? [] : [.. holidays];
        _whenExcluded = (string?)config["on_excluded"] ?? "skip";
        _start = Date(config["start"]);
        _end = Date(config["end"]);
        if (config["expression"] is { } expression)
        {
            var cron = new ReferenceCron((string)expression!);
            (_isDue, _times, _interval) = (cron.IsDue, cron.Times(), cron.IsInterval);
        }
        else
        {
            _isDue = new ReferenceDates(config, _holidays).IsDue;
            _times = [.. config["times"]!.AsArray().Select(t => Time((string)t!))];
        }
    }

    /// <summary>The first <paramref name="count"/> slots strictly after an instant, looking no further than some years.</summary>
    public List<Instant> Next(Instant from, int count, int years)
    {
        var found = new SortedSet<Instant>();
        var date = from.InZone(_zone).Date.PlusDays(-2);
        var stop = date.PlusYears(years);
        for (var extra = 0; date < stop && extra < 3; date = date.PlusDays(1))
        {
            foreach (var slot in SlotsOf(date))
                if (slot > from && IsInside(slot)) found.Add(slot);
            if (found.Count >= count) extra++;
        }

        return [.. found.Take(count)];
    }

    public static LocalDate? Date(JsonNode? node) => node is null ? null : NodaTime.Text.LocalDatePattern.Iso.Parse((string)node!).Value;

    private static LocalTime Time(string text) => NodaTime.Text.LocalTimePattern.GeneralIso.Parse(text.Length == 5 ? text + ":00" : text).Value;

    private bool IsInside(Instant slot)
    {
        var date = slot.InZone(_zone).Date;
        return !(date < _start) && !(date > _end);
    }

    /// <summary>The date is one after holidays moved some: it is due itself, or an excluded date moves to it.</summary>
    private bool IsDueAfterShift(LocalDate date)
    {
        if (_holidays.Contains(date)) return false;
        if (_isDue(date)) return true;
        if (_whenExcluded == "skip" || !IsBusinessDay(date)) return false;
        var step = _whenExcluded == "next" ? -1 : 1;
        for (var other = date.PlusDays(step); !IsBusinessDay(other); other = other.PlusDays(step))
            if (_holidays.Contains(other) && _isDue(other)) return true;
        return false;
    }

    private bool IsBusinessDay(LocalDate date) => date.DayOfWeek <= IsoDayOfWeek.Friday && !_holidays.Contains(date);

    private List<Instant> SlotsOf(LocalDate date)
    {
        if (!IsDueAfterShift(date)) return [];
        var midnight = _zone.MapLocal(date.AtMidnight());
        if (midnight.Count == 0 && midnight.LateInterval.IsoLocalStart.Date > date) return [];
        var (slots, gaps) = (new List<Instant>(), new SortedSet<Instant>());
        foreach (var time in _times)
        {
            var mapping = _zone.MapLocal(date + time);
            if (mapping.Count == 0) gaps.Add(mapping.LateInterval.Start);
            else slots.Add(mapping.First().ToInstant());
            if (mapping.Count == 2 && _interval) slots.Add(mapping.Last().ToInstant());
        }

        if (!_interval) slots.AddRange(gaps);
        else if (slots.Count == 0) slots.AddRange(gaps.Take(1));
        return slots;
    }
}
