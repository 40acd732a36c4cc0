using Broadsheet.Core.Reports.Blocks;

namespace Broadsheet.Adapters.Formats.Html;

/// <summary>Where styles stand: a page has a style sheet, a mail has them on each element, since mail programs drop sheets.</summary>
internal sealed class HtmlLook
{
    private readonly Dictionary<string, string> styles;

    private HtmlLook(Dictionary<string, string> styles) => this.styles = styles;

    public static HtmlLook Page { get; } = new([]);

    public static HtmlLook Mail { get; } = new(new()
    {
        ["h1"] = "margin:0 0 12px;font-size:22px;line-height:1.3;color:#1f2937",
        ["h2"] = "margin:20px 0 8px;font-size:17px;line-height:1.3;color:#1f2937",
        ["h3"] = "margin:16px 0 6px;font-size:15px;line-height:1.3;color:#1f2937",
        ["p"] = "margin:0 0 12px",
        ["ul"] = "margin:0 0 12px;padding-left:22px",
        ["ol"] = "margin:0 0 12px;padding-left:22px",
        ["li"] = "margin:0 0 4px",
        ["blockquote"] = "margin:0 0 12px;padding:2px 0 2px 12px;border-left:3px solid #e5e7eb;color:#4b5563",
        ["pre"] = "margin:0 0 12px;padding:8px;background:#f3f4f6;font:12px Consolas,Menlo,monospace;white-space:pre-wrap",
        ["code"] = "font:12px Consolas,Menlo,monospace;background:#f3f4f6",
        ["hr"] = "border:0;border-top:1px solid #e5e7eb;margin:16px 0",
        ["a"] = "color:#1d4ed8",
        ["table"] = "border-collapse:collapse;margin:0 0 16px;font-size:13px;width:100%",
        ["th"] = "background:#1f4e78;color:#ffffff;padding:5px 8px;text-align:left;font-weight:600",
        ["td"] = "padding:4px 8px;border-bottom:1px solid #e5e7eb;text-align:left",
        ["foot"] = "padding:5px 8px;border-top:2px solid #1f4e78;font-weight:600;text-align:left",
        ["note"] = "margin:0 0 12px;font-size:12px;color:#6b7280",
        ["caption"] = "margin:12px 0 4px;font-weight:600;color:#1f2937",
    });

    public bool IsMail => styles.Count > 0;

    /// <summary>The style attribute of an element, with a leading blank; empty on a page. <paramref name="more"/> is ours, never data.</summary>
    public string Of(string element, string more = "")
    {
        if (!styles.TryGetValue(element, out var style)) return more.Length == 0 ? "" : $" style=\"{more}\"";
        return $" style=\"{style}{(more.Length == 0 ? "" : ";" + more)}\"";
    }

    /// <summary>The style of a coloured cell.</summary>
    public static string Coloured(Colour colour) =>
        $"background:{Palette.Css(Palette.Back(colour))};color:{Palette.Css(Palette.Text(colour))}";
}
