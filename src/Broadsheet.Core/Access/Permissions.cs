namespace Broadsheet.Core.Access;

/// <summary>The one table of who may what.</summary>
public static class Permissions
{
    /// <summary>True when <paramref name="role"/> carries <paramref name="permission"/>.</summary>
    public static bool Allows(this Role role, Permission permission) => permission switch
    {
        Permission.See => role is not Role.Worker,
        Permission.Schedule or Permission.WriteReports => role is Role.Editor or Role.Admin,
        Permission.ScheduleOfOthers or Permission.ManageSources or Permission.ManageWorkspace => role is Role.Admin,
        Permission.ReadAudit => role is Role.Auditor or Role.Admin,
        Permission.ProcessDue => role is Role.Worker or Role.Editor or Role.Admin,
    };

    /// <summary>The role in a sentence for a 403: what would have been needed.</summary>
    public static string Needed(this Permission permission) => permission switch
    {
        Permission.See => "viewer, editor, admin or auditor",
        Permission.Schedule or Permission.WriteReports => "editor or admin",
        Permission.ScheduleOfOthers or Permission.ManageSources or Permission.ManageWorkspace => "admin",
        Permission.ReadAudit => "auditor or admin",
        Permission.ProcessDue => "worker, editor or admin",
    };
}
