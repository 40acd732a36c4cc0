namespace Broadsheet.Core.DataSources;

/// <summary>A UUIDv7: its order is the order of creation.</summary>
public readonly record struct DataSourceId(Guid Value) : IComparable<DataSourceId>
{
    public static bool operator <(DataSourceId left, DataSourceId right) => left.CompareTo(right) < 0;

    public static bool operator >(DataSourceId left, DataSourceId right) => left.CompareTo(right) > 0;

    public static bool operator <=(DataSourceId left, DataSourceId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(DataSourceId left, DataSourceId right) => left.CompareTo(right) >= 0;

    public int CompareTo(DataSourceId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
