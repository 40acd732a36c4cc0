namespace Broadsheet.Core.Deliveries;

/// <summary>Where one message to one recipient is.</summary>
public enum DeliveryState
{
    /// <summary>To be sent, now or at its next attempt.</summary>
    Pending,

    /// <summary>A worker is at it. Shown to callers as pending.</summary>
    Sending,

    Sent,

    /// <summary>Refused for good, or given up after the last attempt.</summary>
    Failed,

    /// <summary>The connection or the worker was lost after bytes had left: it may have arrived, and is not sent again by itself.</summary>
    Unknown,

    /// <summary>Not sent because its recipient does not want it: no failure of the run.</summary>
    Skipped,
}
