namespace Broadsheet.Server.Audit;

/// <summary>Whether the log is as it was written.</summary>
internal enum AuditStatus
{
    Intact,
    Broken,
}
