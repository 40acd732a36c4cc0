namespace Broadsheet.Core.Deliveries;

/// <summary>Why a message was not sent though nothing was wrong with it.</summary>
public enum DeliveryHold
{
    /// <summary>The recipient is outside of the allowed domains and waits for an administrator, or was refused by one.</summary>
    Approval,

    /// <summary>The recipient has unsubscribed.</summary>
    Unsubscribed,

    /// <summary>The recipient wants nothing for a while.</summary>
    Snoozed,

    /// <summary>The recipient's own report could not be made; there is nothing to send until it is.</summary>
    NotMade,
}
