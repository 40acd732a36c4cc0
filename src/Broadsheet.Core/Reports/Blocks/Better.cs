namespace Broadsheet.Core.Reports.Blocks;

/// <summary>Which direction of a figure is good news.</summary>
public enum Better
{
    None,
    Up,
    Down,
}
