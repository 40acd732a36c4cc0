using Broadsheet.Core.Access;

namespace Broadsheet.Server.People;

/// <summary>Compares roles by what they may do, since they are no ladder.</summary>
internal static class Roles
{
    /// <summary>True when <paramref name="role"/> may nothing that <paramref name="other"/> may not.</summary>
    public static bool IsWithin(this Role role, Role other) => Enum.GetValues<Permission>().All(p => !role.Allows(p) || other.Allows(p));

    /// <summary>
    /// What a key of <paramref name="role"/> is when its owner is <paramref name="member"/> by now: the lesser of the two, a viewer
    /// where neither contains the other and both see; null when they have nothing in common.
    /// </summary>
    public static Role? LimitedBy(this Role role, Role member) => (role, member) switch
    {
        _ when role.IsWithin(member) => role,
        _ when member.IsWithin(role) => member,
        _ when role.Allows(Permission.See) && member.Allows(Permission.See) => Role.Viewer,
        _ => null,
    };
}
