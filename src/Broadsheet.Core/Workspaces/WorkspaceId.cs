namespace Broadsheet.Core.Workspaces;

/// <summary>A UUIDv7: its order is the order of creation.</summary>
public readonly record struct WorkspaceId(Guid Value) : IComparable<WorkspaceId>
{
    public static bool operator <(WorkspaceId left, WorkspaceId right) => left.CompareTo(right) < 0;

    public static bool operator >(WorkspaceId left, WorkspaceId right) => left.CompareTo(right) > 0;

    public static bool operator <=(WorkspaceId left, WorkspaceId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(WorkspaceId left, WorkspaceId right) => left.CompareTo(right) >= 0;

    public int CompareTo(WorkspaceId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
