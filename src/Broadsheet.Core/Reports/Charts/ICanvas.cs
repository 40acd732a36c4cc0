namespace Broadsheet.Core.Reports.Charts;

/// <summary>What a chart is drawn on: points of 1/72 inch, the origin at the top left, colours as 0xRRGGBB.</summary>
public interface ICanvas
{
    void Line(double x1, double y1, double x2, double y2, double width, uint colour);

    void Rectangle(double x, double y, double width, double height, uint colour);

    /// <summary>An open line through the points.</summary>
    void Path(ReadOnlySpan<ChartPoint> points, double width, uint colour);

    /// <summary>A closed shape.</summary>
    void Fill(ReadOnlySpan<ChartPoint> points, uint colour);

    void Dot(double x, double y, double radius, uint colour);

    /// <summary><paramref name="y"/> is the base line.</summary>
    void Text(double x, double y, string text, TextLook look);

    /// <summary>How wide the text is, in points.</summary>
    double Measure(string text, double size, bool bold);
}
