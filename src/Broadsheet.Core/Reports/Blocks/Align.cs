namespace Broadsheet.Core.Reports.Blocks;

/// <summary>Where the text of a column stands. Auto: numbers right, the rest left.</summary>
public enum Align
{
    Auto,
    Left,
    Center,
    Right,
}
