namespace Broadsheet.Core.Deliveries;

/// <summary>What became of a recipient outside of the allowed domains.</summary>
public enum ApprovalState
{
    /// <summary>An administrator has not decided: nothing is sent there.</summary>
    Waiting,

    Approved,

    /// <summary>Nothing is sent there.</summary>
    Refused,
}
