namespace Broadsheet.Core.Schedules;

/// <summary>A schedule in one word, for lists.</summary>
public enum ScheduleState
{
    Ok,

    /// <summary>Its last finished run failed, wholly or for a recipient.</summary>
    Failing,

    Paused,

    NeverRan,
}
