namespace Broadsheet.Core.Recurrence;

/// <summary>What becomes of a date that an excluded calendar holds.</summary>
internal enum WhenExcluded
{
    /// <summary>It has no run.</summary>
    Skip,

    /// <summary>It moves to the nearest business day before it.</summary>
    Previous,

    /// <summary>It moves to the nearest business day after it.</summary>
    Next,
}
