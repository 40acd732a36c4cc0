namespace Broadsheet.Core.Runs;

/// <summary>A UUIDv7: its order is the order of creation.</summary>
public readonly record struct RunId(Guid Value) : IComparable<RunId>
{
    public static bool operator <(RunId left, RunId right) => left.CompareTo(right) < 0;

    public static bool operator >(RunId left, RunId right) => left.CompareTo(right) > 0;

    public static bool operator <=(RunId left, RunId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RunId left, RunId right) => left.CompareTo(right) >= 0;

    public int CompareTo(RunId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
