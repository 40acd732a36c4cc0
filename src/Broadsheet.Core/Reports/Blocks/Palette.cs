namespace Broadsheet.Core.Reports.Blocks;

/// <summary>Colours as 0xRRGGBB, the same in every format. Text colours have a contrast of at least 4.5 on white and on their background.</summary>
public static class Palette
{
    public const uint Ink = 0x1F2937;
    public const uint Muted = 0x6B7280;
    public const uint Border = 0xE5E7EB;
    public const uint Header = 0x1F4E78;
    public const uint Stripe = 0xF8FAFC;
    public const uint Panel = 0xF9FAFB;
    public const uint Link = 0x1D4ED8;
    public const uint White = 0xFFFFFF;
    public const uint Bar = 0xDBEAFE;

    /// <summary>For series, in order; told apart also by people who see no red or green.</summary>
    public static IReadOnlyList<uint> Series { get; } = [0x2563EB, 0xF59E0B, 0x10B981, 0xDC2626, 0x7C3AED, 0x0891B2, 0xDB2777, 0x65A30D, 0x93C5FD, 0x6B7280];

    public static uint Text(Colour colour) => colour switch
    {
        Colour.Red => 0xB91C1C,
        Colour.Amber => 0x92400E,
        Colour.Green => 0x166534,
        Colour.Blue => 0x1E40AF,
        Colour.Grey => 0x4B5563,
        Colour.None => Ink,
    };

    public static uint Back(Colour colour) => colour switch
    {
        Colour.Red => 0xFEE2E2,
        Colour.Amber => 0xFEF3C7,
        Colour.Green => 0xDCFCE7,
        Colour.Blue => 0xDBEAFE,
        Colour.Grey => 0xF3F4F6,
        Colour.None => White,
    };

    public static string Css(uint rgb) => "#" + rgb.ToString("x6", System.Globalization.CultureInfo.InvariantCulture);
}
