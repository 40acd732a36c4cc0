namespace Broadsheet.Core.Access;

/// <summary>A UUIDv7: its order is the order of creation.</summary>
public readonly record struct PersonId(Guid Value) : IComparable<PersonId>
{
    public static bool operator <(PersonId left, PersonId right) => left.CompareTo(right) < 0;

    public static bool operator >(PersonId left, PersonId right) => left.CompareTo(right) > 0;

    public static bool operator <=(PersonId left, PersonId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PersonId left, PersonId right) => left.CompareTo(right) >= 0;

    public int CompareTo(PersonId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
