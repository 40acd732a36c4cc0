namespace Broadsheet.Core.Runs;

/// <summary>A UUIDv7: its order is the order of creation.</summary>
public readonly record struct ArtifactId(Guid Value) : IComparable<ArtifactId>
{
    public static bool operator <(ArtifactId left, ArtifactId right) => left.CompareTo(right) < 0;

    public static bool operator >(ArtifactId left, ArtifactId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ArtifactId left, ArtifactId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ArtifactId left, ArtifactId right) => left.CompareTo(right) >= 0;

    public int CompareTo(ArtifactId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
