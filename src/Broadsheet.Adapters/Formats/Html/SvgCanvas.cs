using System.Globalization;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Charts;

namespace Broadsheet.Adapters.Formats.Html;

/// <summary>A chart as inline SVG. Texts are data and escaped; widths are estimated, since the reader's font is not ours.</summary>
internal sealed class SvgCanvas(HtmlText html) : ICanvas
{
    public void Line(double x1, double y1, double x2, double y2, double width, uint colour) =>
        html.Raw($"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" stroke=\"{Palette.Css(colour)}\" stroke-width=\"{N(width)}\"/>");

    public void Rectangle(double x, double y, double width, double height, uint colour) =>
        html.Raw($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" fill=\"{Palette.Css(colour)}\"/>");

    public void Path(ReadOnlySpan<ChartPoint> points, double width, uint colour)
    {
        html.Raw($"<polyline fill=\"none\" stroke-linejoin=\"round\" stroke=\"{Palette.Css(colour)}\" stroke-width=\"{N(width)}\" points=\"");
        Points(points);
    }

    public void Fill(ReadOnlySpan<ChartPoint> points, uint colour)
    {
        html.Raw($"<polygon fill=\"{Palette.Css(colour)}\" points=\"");
        Points(points);
    }

    public void Dot(double x, double y, double radius, uint colour) =>
        html.Raw($"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" fill=\"{Palette.Css(colour)}\"/>");

    public void Text(double x, double y, string text, TextLook look)
    {
        var anchor = look.Align switch { Align.Center => " text-anchor=\"middle\"", Align.Right => " text-anchor=\"end\"", _ => "" };
        html.Raw($"<text x=\"{N(x)}\" y=\"{N(y)}\" font-size=\"{N(look.Size)}\" fill=\"{Palette.Css(look.Colour)}\"{(look.Bold ? " font-weight=\"600\"" : "")}{anchor}>");
        html.Text(text);
        html.Raw("</text>");
    }

    public double Measure(string text, double size, bool bold) => text.Length * size * (bold ? 0.6 : 0.56);

    private void Points(ReadOnlySpan<ChartPoint> points)
    {
        foreach (var point in points) html.Raw($"{N(point.X)},{N(point.Y)} ");
        html.Raw("\"/>");
    }

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
