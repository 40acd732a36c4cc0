namespace Broadsheet.Core.Schedules;

/// <summary>What happens to slots that came while nothing was running.</summary>
public enum MisfirePolicy
{
    /// <summary>One run, for the newest missed slot, if it is not older than 24 hours.</summary>
    Latest,

    /// <summary>None.</summary>
    Skip,

    /// <summary>A run for each, the newest 100 at most.</summary>
    All,
}
