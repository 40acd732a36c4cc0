using System.Globalization;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Charts;
using Broadsheet.Core.Reports.Formatting;

namespace Broadsheet.Adapters.Formats.Html;

/// <summary>A chart as one svg element, described in words for those who do not see it.</summary>
internal static class ChartSvg
{
    public const int Width = 720;

    public static int Height(ChartSpec spec) => spec.Height + (spec.Title is null ? 0 : 20);

    /// <param name="font">A font-family, ours, never data.</param>
    public static void Write(HtmlText html, ChartSpec spec, ChartData data, CellText show, string font)
    {
        var height = Height(spec);
        html.Raw(string.Create(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\" font-family=\"{font}\" aria-label=\""));
        html.Text(data.Describe(spec, show));
        html.Raw("\">");
        new ChartLayout(new SvgCanvas(html), spec, data, show).Draw(0, 0, Width, height);
        html.Raw("</svg>");
    }
}
