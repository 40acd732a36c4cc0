namespace Broadsheet.Core.Access;

/// <summary>One thing a role may or may not do.</summary>
public enum Permission
{
    /// <summary>Schedules, reports, runs and the files they made.</summary>
    See,

    /// <summary>Make schedules, and edit, pause, run and delete one's own.</summary>
    Schedule,

    /// <summary>The same for schedules of others.</summary>
    ScheduleOfOthers,

    /// <summary>Make and edit report templates.</summary>
    WriteReports,

    /// <summary>Data sources, connections, calendars and what holds secrets.</summary>
    ManageSources,

    /// <summary>Members, API keys of others, settings of the workspace.</summary>
    ManageWorkspace,

    ReadAudit,

    ProcessDue,
}
