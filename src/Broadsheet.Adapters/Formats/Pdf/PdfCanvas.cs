using System.Text;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Charts;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>Shapes and text on the page being drawn, from its top left corner.</summary>
internal sealed class PdfCanvas(PdfDocument document, PdfContent content, double height) : ICanvas
{
    private const uint Unset = 0xFFFFFFFF;
    private const int None = -1;
    private uint filling = Unset;
    private uint stroking = Unset;

    /// <summary>The number of the element that is being marked; 0 for decoration, −1 for none.</summary>
    private int marked = None;

    /// <summary>Text drawn now is of the page, not of the report: its head, foot, and a table's header said again.</summary>
    public bool Decorating { get; set; }

    /// <summary>Nothing is marked: for what is no page.</summary>
    public bool Unmarked { get; set; }

    /// <summary>Ends the page; a new one starts without colours.</summary>
    public void EndPage()
    {
        Unmark();
        filling = stroking = Unset;
    }

    public void Line(double x1, double y1, double x2, double y2, double width, uint colour)
    {
        MarkShape();
        Stroke(colour, width);
        Point(x1, y1, "m "u8);
        Point(x2, y2, "l S\n"u8);
    }

    public void Rectangle(double x, double y, double width, double rectangleHeight, uint colour)
    {
        MarkShape();
        Filling(colour);
        content.Number(x);
        content.Number(height - y - rectangleHeight);
        content.Number(width);
        content.Number(rectangleHeight);
        content.Op("re f\n"u8);
    }

    public void Path(ReadOnlySpan<ChartPoint> points, double width, uint colour)
    {
        MarkShape();
        Stroke(colour, width);
        content.Op("1 j "u8);
        Points(points);
        content.Op("S\n"u8);
    }

    public void Fill(ReadOnlySpan<ChartPoint> points, uint colour)
    {
        MarkShape();
        Filling(colour);
        Points(points);
        content.Op("h f\n"u8);
    }

    public void Dot(double x, double y, double radius, uint colour)
    {
        MarkShape();
        Stroke(colour, radius * 2);
        content.Op("1 J "u8);
        Point(x, y, "m "u8);
        Point(x, y, "l S 0 J\n"u8);
    }

    public void Text(double x, double y, string text, TextLook look) => Text(x, y, text, look, look.Bold ? PdfFace.Bold : PdfFace.Regular);

    public void Text(double x, double y, string text, TextLook look, PdfFace face)
    {
        if (text.Length == 0) return;
        Mark(Decorating ? null : document.Tags.Current);
        text = Bidi.Visual(text);
        if (look.Align != Align.Left) x -= Measure(text, look.Size, face) / (look.Align == Align.Center ? 2 : 1);
        Filling(look.Colour);
        content.Op("BT "u8);
        content.Number(x);
        content.Number(height - y);
        content.Op("Td "u8);
        PdfFontUse? current = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || rune.Value is 0x200D or 0xFE0F) continue;
            var (use, glyph) = document.Glyph(face, rune.Value);
            if (use != current)
            {
                if (current is not null) content.Op("> Tj "u8);
                content.Op("/"u8);
                content.Text(use.Name);
                content.Op(" "u8);
                content.Number(look.Size);
                content.Op("Tf <"u8);
                current = use;
            }

            use.Add(glyph, rune.Value);
            content.Hex(glyph);
        }

        content.Op(current is null ? "ET\n"u8 : "> Tj ET\n"u8);
    }

    public double Measure(string text, double size, bool bold) => Measure(text, size, bold ? PdfFace.Bold : PdfFace.Regular);

    public double Measure(ReadOnlySpan<char> text, double size, PdfFace face)
    {
        double width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || rune.Value is 0x200D or 0xFE0F) continue;
            var (use, glyph) = document.Glyph(face, rune.Value);
            width += use.Font.Width(glyph);
        }

        return width * size / 1000;
    }

    /// <summary>What follows is part of <paramref name="element"/>, or decoration.</summary>
    private void Mark(PdfElement? element)
    {
        var id = element?.Id ?? 0;
        if (Unmarked || marked == id) return;
        Unmark();
        marked = id;
        if (element is null)
        {
            content.Op("/Artifact BMC\n"u8);
            return;
        }

        content.Op("/"u8);
        content.Text(element.Tag);
        content.Op("<</MCID "u8);
        content.Whole(document.Tags.Mark(element, document.PageId));
        content.Op(">>BDC\n"u8);
    }

    private void MarkShape() => Mark(!Decorating && document.Tags.Current is { Whole: true } whole ? whole : null);

    private void Unmark()
    {
        if (marked != None) content.Op("EMC\n"u8);
        marked = None;
    }

    private void Points(ReadOnlySpan<ChartPoint> points)
    {
        for (var i = 0; i < points.Length; i++) Point(points[i].X, points[i].Y, i == 0 ? "m "u8 : "l "u8);
    }

    private void Point(double x, double y, ReadOnlySpan<byte> op)
    {
        content.Number(x);
        content.Number(height - y);
        content.Op(op);
    }

    private void Filling(uint colour)
    {
        if (colour == filling) return;
        filling = colour;
        content.Colour(colour, "rg\n"u8);
    }

    private void Stroke(uint colour, double width)
    {
        if (colour != stroking) content.Colour(colour, "RG\n"u8);
        stroking = colour;
        content.Number(width);
        content.Op("w "u8);
    }
}
