namespace Broadsheet.Core.Reports.Blocks;

/// <summary>How a run of text looks.</summary>
[Flags]
public enum RunStyle
{
    Plain = 0,
    Bold = 1,
    Italic = 2,
    Code = 4,
    Strike = 8,
}
