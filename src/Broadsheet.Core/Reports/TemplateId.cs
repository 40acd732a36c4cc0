namespace Broadsheet.Core.Reports;

/// <summary>A UUIDv7: its order is the order of creation.</summary>
public readonly record struct TemplateId(Guid Value) : IComparable<TemplateId>
{
    public static bool operator <(TemplateId left, TemplateId right) => left.CompareTo(right) < 0;

    public static bool operator >(TemplateId left, TemplateId right) => left.CompareTo(right) > 0;

    public static bool operator <=(TemplateId left, TemplateId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TemplateId left, TemplateId right) => left.CompareTo(right) >= 0;

    public int CompareTo(TemplateId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
