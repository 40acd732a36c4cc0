using System.Globalization;
using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// Reads the whole-day events of an iCalendar file (RFC 5545) as holidays: DTSTART, DTEND (exclusive) or none, SUMMARY, and
/// RRULE:FREQ=YEARLY with INTERVAL, COUNT and UNTIL. What else an event has is passed over; another RRULE is an error.
/// </summary>
public static class HolidayFile
{
    /// <summary>The most dates that a file may give.</summary>
    public const int MaxDates = 20_000;

    /// <summary>The longest text that is read, in UTF-16 units.</summary>
    public const int MaxLength = 4_000_000;

    /// <summary>Never throws. Yearly events without an end are expanded over <paramref name="years"/>, both ends inclusive.</summary>
    public static HolidayReading Read(string text, (int First, int Last) years)
    {
        if (text.Length > MaxLength) return Failed(1, "too-long", $"A calendar has at most {MaxLength:#,0} characters.");
        var lines = Unfold(text);
        if (lines.Count == 0 || !lines[0].Text.Equals("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase))
            return Failed(1, "not-a-calendar", "The file does not begin with BEGIN:VCALENDAR; export the calendar as .ics.");
        var (dates, errors) = (new SortedDictionary<LocalDate, string>(), new List<FieldError>());
        HolidayEvent? open = null;
        foreach (var (line, number) in lines)
        {
            if (errors.Count >= 100) break;
            if (line.Equals("BEGIN:VEVENT", StringComparison.OrdinalIgnoreCase)) open = new HolidayEvent(number);
            else if (line.Equals("END:VEVENT", StringComparison.OrdinalIgnoreCase)) Close(ref open, years, dates, errors);
            else open?.Read(line, number, errors);
        }

        if (open is not null) errors.Add(HolidayEvent.Error(open.Line, "unclosed", "This event has no END:VEVENT."));
        if (errors.Count == 0 && dates.Count == 0) errors.Add(HolidayEvent.Error(1, "no-dates", "The file has no whole-day events in these years."));
        return new HolidayReading([.. dates], errors);
    }

    private static void Close(ref HolidayEvent? open, (int First, int Last) years, SortedDictionary<LocalDate, string> dates, List<FieldError> errors)
    {
        foreach (var (date, name) in open?.Dates(years, errors) ?? [])
        {
            if (dates.Count >= MaxDates)
            {
                errors.Add(HolidayEvent.Error(open!.Line, "too-many", string.Create(CultureInfo.InvariantCulture, $"A calendar has at most {MaxDates:#,0} dates.")));
                break;
            }

            dates.TryAdd(date, name);
        }

        open = null;
    }

    /// <summary>Content lines with the number of the line on which each begins; a line that starts with a gap goes on the one before.</summary>
    private static List<(string Text, int Number)> Unfold(string text)
    {
        var lines = new List<(System.Text.StringBuilder Text, int Number)>();
        var number = 0;
        foreach (var raw in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            number++;
            if (raw.Length > 0 && raw[0] is ' ' or '\t' && lines.Count > 0) lines[^1].Text.Append(raw[1..]);
            else if (!raw.IsWhiteSpace()) lines.Add((new System.Text.StringBuilder().Append(raw), number));
        }

        return [.. lines.Select(l => (l.Text.ToString().TrimEnd(), l.Number))];
    }

    private static HolidayReading Failed(int line, string code, string message) => new([], [HolidayEvent.Error(line, code, message)]);
}
