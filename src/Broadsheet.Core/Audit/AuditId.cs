namespace Broadsheet.Core.Audit;

/// <summary>A UUIDv7: its order is the order of creation.</summary>
public readonly record struct AuditId(Guid Value) : IComparable<AuditId>
{
    public static bool operator <(AuditId left, AuditId right) => left.CompareTo(right) < 0;

    public static bool operator >(AuditId left, AuditId right) => left.CompareTo(right) > 0;

    public static bool operator <=(AuditId left, AuditId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AuditId left, AuditId right) => left.CompareTo(right) >= 0;

    public int CompareTo(AuditId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
