namespace Broadsheet.Server.Audit;

/// <summary>What was done to the log behind the server's back.</summary>
internal enum AuditFindingKind
{
    /// <summary>An entry's content or hash was changed.</summary>
    Edited,

    /// <summary>Entries were taken out from between others.</summary>
    Missing,

    /// <summary>The last entries were taken off.</summary>
    Cut,

    /// <summary>An entry was put in.</summary>
    Added,

    /// <summary>What says where the log ends was changed or removed.</summary>
    Head,
}
