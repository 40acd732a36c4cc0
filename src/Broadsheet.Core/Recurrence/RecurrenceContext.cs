using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>What reading a recurrence needs from outside: the moment, and what the workspace has settled.</summary>
public sealed class RecurrenceContext
{
    /// <summary>Relative words, and an anchor that is not given, start here: the anchor is the first match after it.</summary>
    public required Instant Now { get; init; }

    /// <summary>The zone of a recurrence that names none.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>The days that can be business days; Monday to Friday unless the workspace says otherwise. Never empty.</summary>
    public IReadOnlyList<IsoDayOfWeek> BusinessWeek { get; init; } =
        [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];

    /// <summary>The calendar behind an id of <c>exclude</c>; null where there is none. By default there are none.</summary>
    public Func<string, HolidayCalendar?> Calendar { get; init; } = static _ => null;

    /// <summary>Two slots may not be closer on the wall clock than this; 1 minute. Zero allows every second.</summary>
    public Duration MinimumInterval { get; init; } = Duration.FromMinutes(1);
}
