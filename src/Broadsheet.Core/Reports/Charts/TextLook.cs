using Broadsheet.Core.Reports.Blocks;

namespace Broadsheet.Core.Reports.Charts;

/// <summary>Size in points; <paramref name="Align"/> says which side of the text its x is.</summary>
public readonly record struct TextLook(double Size, uint Colour, Align Align = Align.Left, bool Bold = false);
