namespace Broadsheet.Core.Calendars;

/// <summary>A UUIDv7: its order is the order of creation.</summary>
public readonly record struct CalendarId(Guid Value) : IComparable<CalendarId>
{
    public static bool operator <(CalendarId left, CalendarId right) => left.CompareTo(right) < 0;

    public static bool operator >(CalendarId left, CalendarId right) => left.CompareTo(right) > 0;

    public static bool operator <=(CalendarId left, CalendarId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(CalendarId left, CalendarId right) => left.CompareTo(right) >= 0;

    public int CompareTo(CalendarId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
