namespace Broadsheet.Core.Ports;

/// <summary>The JSON shape of a setting.</summary>
public enum SettingKind
{
    /// <summary>A string without control characters.</summary>
    Text,

    /// <summary>A string that may hold line ends.</summary>
    MultilineText,

    /// <summary>An array of strings; one string is read as an array of one.</summary>
    TextList,

    Integer,

    Boolean,

    /// <summary>One of <see cref="Setting.Choices"/>.</summary>
    Choice,
}
