namespace Broadsheet.Server.Recipients;

/// <summary>What a recipient wants, on their own page.</summary>
internal enum RecipientChoice
{
    /// <summary>Nothing for a week.</summary>
    SnoozeWeek,

    /// <summary>Nothing for thirty days.</summary>
    SnoozeMonth,

    /// <summary>This report never again.</summary>
    Unsubscribe,

    /// <summary>Nothing of this workspace ever again.</summary>
    UnsubscribeAll,

    /// <summary>As before.</summary>
    Resubscribe,
}
