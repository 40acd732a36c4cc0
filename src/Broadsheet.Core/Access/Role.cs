namespace Broadsheet.Core.Access;

/// <summary>What somebody is in a workspace. Not a ladder: see <see cref="Permissions"/> for who may what.</summary>
public enum Role
{
    /// <summary>Sees everything but the audit log and secrets.</summary>
    Viewer,

    /// <summary>Also makes, edits and runs their own schedules and reports.</summary>
    Editor,

    /// <summary>Everything in the workspace.</summary>
    Admin,

    /// <summary>Sees, and reads the audit log.</summary>
    Auditor,

    /// <summary>Only processes due jobs: the key of an outside cron.</summary>
    Worker,
}
