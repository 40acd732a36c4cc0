namespace Broadsheet.Core.Notifications;

/// <summary>How often what has happened is told together.</summary>
public enum DigestRhythm
{
    /// <summary>Each by itself, at once.</summary>
    Off,

    /// <summary>At every full hour.</summary>
    Hour,

    /// <summary>Once a day at a time of the person's choice.</summary>
    Day,
}
