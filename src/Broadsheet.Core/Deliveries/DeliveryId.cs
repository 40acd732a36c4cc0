namespace Broadsheet.Core.Deliveries;

/// <summary>A UUIDv7: its order is the order of creation.</summary>
public readonly record struct DeliveryId(Guid Value) : IComparable<DeliveryId>
{
    public static bool operator <(DeliveryId left, DeliveryId right) => left.CompareTo(right) < 0;

    public static bool operator >(DeliveryId left, DeliveryId right) => left.CompareTo(right) > 0;

    public static bool operator <=(DeliveryId left, DeliveryId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(DeliveryId left, DeliveryId right) => left.CompareTo(right) >= 0;

    public int CompareTo(DeliveryId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
