namespace Broadsheet.Core.Access;

/// <summary>A UUIDv7: its order is the order of creation.</summary>
public readonly record struct ApiKeyId(Guid Value) : IComparable<ApiKeyId>
{
    public static bool operator <(ApiKeyId left, ApiKeyId right) => left.CompareTo(right) < 0;

    public static bool operator >(ApiKeyId left, ApiKeyId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ApiKeyId left, ApiKeyId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ApiKeyId left, ApiKeyId right) => left.CompareTo(right) >= 0;

    public int CompareTo(ApiKeyId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
