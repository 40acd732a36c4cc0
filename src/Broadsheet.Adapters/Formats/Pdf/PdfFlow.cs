using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>Where the next thing goes on the page, and what stands on every page.</summary>
internal sealed class PdfFlow(PdfDocument document, ReportContent content)
{
    public const double Margin = 40;
    private const double Head = 56;

    public PdfDocument Document => document;

    public PdfCanvas Canvas => document.Canvas;

    public PdfTags Tags => document.Tags;

    public static double Left => Margin;

    public double Right => document.Width - Margin;

    public double Width => Right - Left;

    /// <summary>From the top of the page.</summary>
    public double Y { get; set; }

    public double Bottom => document.Height - 50;

    public bool IsFresh => Y <= Head;

    public void Start()
    {
        Y = Head;
        Frame();
    }

    public void NextPage()
    {
        document.EndPage();
        Start();
    }

    /// <summary>Moves to the next page when less than <paramref name="height"/> is left on this one; true when it moved.</summary>
    public bool Need(double height)
    {
        if (Y + height <= Bottom || IsFresh) return false;
        NextPage();
        return true;
    }

    public void End() => document.EndPage();

    private void Frame()
    {
        var decorated = Canvas.Decorating;
        Canvas.Decorating = true;
        Canvas.Text(Left, 30, Fit(content.Title(), Width), new(8, Palette.Muted));
        Canvas.Line(Left, 37, Right, 37, 0.5, Palette.Border);
        var y = document.Height - 24;
        Canvas.Text(Left, y, Fit(content.Origin, Width - 80), new(8, Palette.Muted));
        Canvas.Text(Right - 22, y, $"{document.Page} / ", new(8, Palette.Muted, Align.Right));
        document.TotalAt(Right - 21, y);
        Canvas.Decorating = decorated;
    }

    /// <summary>The text, shortened with … where it is wider.</summary>
    private string Fit(string text, double width)
    {
        if (Canvas.Measure(text, 8, bold: false) <= width) return text;
        var end = text.Length;
        while (end > 1 && Canvas.Measure(text[..end] + "…", 8, bold: false) > width) end--;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }
}
