using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>Dates on which nothing is due, each with its name. Immutable and safe to share.</summary>
public sealed class HolidayCalendar
{
    private readonly Dictionary<LocalDate, string> _names = [];

    /// <param name="id">What <c>exclude</c> calls it.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="dates">ISO dates of the years 1 to 9999; of two with the same date the first gives the name.</param>
    public HolidayCalendar(string id, string name, IEnumerable<KeyValuePair<LocalDate, string>> dates)
    {
        (Id, Name) = (id, name);
        foreach (var (date, holiday) in dates) _names.TryAdd(date, holiday);
        Dates = [.. _names.Keys.Order()];
    }

    public string Id { get; }

    public string Name { get; }

    /// <summary>Ascending.</summary>
    public IReadOnlyList<LocalDate> Dates { get; }

    public bool Contains(LocalDate date) => _names.ContainsKey(date);

    /// <summary>The name of the holiday on <paramref name="date"/>; null where there is none.</summary>
    public string? NameOf(LocalDate date) => _names.GetValueOrDefault(date);
}
