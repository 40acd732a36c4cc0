namespace Broadsheet.Core.Schedules;

/// <summary>When a finished report is worth sending.</summary>
public enum SendCondition
{
    Always,

    /// <summary>At least one row in all its queries together.</summary>
    WhenRows,

    /// <summary>No row in any of its queries.</summary>
    WhenEmpty,

    /// <summary>The data differ from those of the last run that was sent.</summary>
    WhenChanged,
}
