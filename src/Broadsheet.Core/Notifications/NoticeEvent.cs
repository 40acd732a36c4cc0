namespace Broadsheet.Core.Notifications;

/// <summary>What people can be told of about schedules.</summary>
public enum NoticeEvent
{
    /// <summary>A run failed, wholly or for some recipients, after one that did not: once for each streak of failures.</summary>
    Fails,

    /// <summary>A run reached every recipient.</summary>
    Succeeds,

    /// <summary>A run has not ended so long after its slot that somebody should look.</summary>
    Late,

    /// <summary>A slot passed without a run.</summary>
    Missed,

    /// <summary>The first success after a streak of failures.</summary>
    Recovers,

    /// <summary>A schedule was paused: by itself, with its reason, or by somebody who is not its owner.</summary>
    Paused,

    /// <summary>A recipient outside of the allowed domains waits for an administrator.</summary>
    Approval,
}
