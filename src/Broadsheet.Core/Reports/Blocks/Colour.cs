namespace Broadsheet.Core.Reports.Blocks;

/// <summary>The named colours of a document; each has a readable text colour and a light background.</summary>
public enum Colour
{
    None,
    Red,
    Amber,
    Green,
    Blue,
    Grey,
}
