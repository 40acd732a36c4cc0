namespace Broadsheet.Core.Schedules;

/// <summary>What happens to a slot that comes while an earlier run of the schedule is still being made.</summary>
public enum OverlapPolicy
{
    /// <summary>Its run is recorded as skipped, with the reason.</summary>
    Skip,

    /// <summary>One waits; a second one is skipped.</summary>
    Queue,

    /// <summary>They run side by side.</summary>
    Allow,
}
