namespace Broadsheet.Core.Schedules;

/// <summary>A UUIDv7: its order is the order of creation.</summary>
public readonly record struct ScheduleId(Guid Value) : IComparable<ScheduleId>
{
    public static bool operator <(ScheduleId left, ScheduleId right) => left.CompareTo(right) < 0;

    public static bool operator >(ScheduleId left, ScheduleId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ScheduleId left, ScheduleId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ScheduleId left, ScheduleId right) => left.CompareTo(right) >= 0;

    public int CompareTo(ScheduleId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
