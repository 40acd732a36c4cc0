namespace Broadsheet.Core.Connections;

/// <summary>A UUIDv7: its order is the order of creation.</summary>
public readonly record struct ConnectionId(Guid Value) : IComparable<ConnectionId>
{
    public static bool operator <(ConnectionId left, ConnectionId right) => left.CompareTo(right) < 0;

    public static bool operator >(ConnectionId left, ConnectionId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ConnectionId left, ConnectionId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ConnectionId left, ConnectionId right) => left.CompareTo(right) >= 0;

    public int CompareTo(ConnectionId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
