namespace Broadsheet.Server.Recipients;

/// <summary>What became of a recipient outside of the allowed domains.</summary>
internal enum ApprovalState
{
    Waiting,
    Approved,
    Refused,
}
