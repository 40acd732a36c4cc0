using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Formatting;

namespace Broadsheet.Core.Reports.Charts;

/// <summary>Draws a chart into a box; the same shapes on a page and in a PDF.</summary>
public sealed class ChartLayout(ICanvas canvas, ChartSpec spec, ChartData data, CellText show)
{
    private const double Small = 7.5;
    private static readonly TextLook Axis = new(Small, Palette.Muted, Align.Right);

    /// <summary>Draws with the top left corner at <paramref name="x"/>, <paramref name="y"/>.</summary>
    public void Draw(double x, double y, double width, double height)
    {
        if (spec.Title is { } title)
        {
            canvas.Text(x, y + 12, title, new(11, Palette.Ink, Align.Left, Bold: true));
            (y, height) = (y + 20, height - 20);
        }

        if (data.Categories.Count == 0 || data.Series.Count == 0)
            canvas.Text(x, y + 16, "No rows.", new(9, Palette.Muted));
        else if (spec.Type is ChartType.Pie or ChartType.Ring)
            Pie(x, y, width, height);
        else if (spec.Type == ChartType.Sparkline)
            Spark(x, y, width, height);
        else
            Axes(x, y, width, height);
    }

    private void Axes(double x, double y, double width, double height)
    {
        var legend = data.Series.Count > 1;
        if (legend) Legend(x, y, width);
        var (top, bottom) = (y + (legend ? 20 : 8), y + height - 18);
        var stacked = spec.Type is ChartType.Stacked or ChartType.Area;
        var scale = Scale(stacked);
        var labels = scale.Ticks().Select(t => ChartScale.Label(t, spec.Format, show)).ToList();
        var left = x + labels.Max(l => canvas.Measure(l, Small, bold: false)) + 8;
        var right = x + width - 4;
        double Y(double value) => bottom - ((bottom - top) * scale.Share(value));
        foreach (var (tick, label) in scale.Ticks().Zip(labels))
        {
            canvas.Line(left, Y(tick), right, Y(tick), 0.5, Math.Abs(tick) < scale.Step / 2 ? 0x9CA3AFu : Palette.Border);
            canvas.Text(left - 5, Y(tick) + 2.7, label, Axis);
        }

        Categories(left, right, bottom);
        var step = (right - left) / data.Categories.Count;
        if (spec.Type == ChartType.Area) Areas(left, step, Y);
        else Bars(left, step, stacked, Y);
        foreach (var line in data.Series.Where(s => s.IsLine)) Path(line, left, step, Y);
    }

    private ChartScale Scale(bool stacked)
    {
        var values = data.Series.Where(s => s.IsLine || !stacked).SelectMany(s => s.Values).Where(double.IsFinite).ToList();
        if (stacked)
        {
            for (var i = 0; i < data.Categories.Count; i++)
            {
                var parts = data.Series.Where(s => !s.IsLine).Select(s => s.Values[i]).Where(double.IsFinite).ToList();
                values.Add(parts.Where(v => v > 0).Sum());
                values.Add(parts.Where(v => v < 0).Sum());
            }
        }

        return values.Count == 0 ? ChartScale.Over(0, 1, 5) : ChartScale.Over(values.Min(), values.Max(), 5);
    }

    private void Legend(double x, double y, double width)
    {
        var at = x;
        foreach (var series in data.Series)
        {
            var room = 24 + canvas.Measure(series.Name, 8, bold: false);
            if (at + room > x + width) break;
            canvas.Rectangle(at, y + 2, 8, 8, series.Colour);
            canvas.Text(at + 12, y + 9, series.Name, new(8, 0x4B5563));
            at += room;
        }
    }

    private void Categories(double left, double right, double bottom)
    {
        var step = (right - left) / data.Categories.Count;
        var widest = data.Categories.Max(c => canvas.Measure(c, Small, bold: false)) + 8;
        var every = Math.Max(1, (int)Math.Ceiling(widest / step));
        for (var i = 0; i < data.Categories.Count; i += every)
            canvas.Text(left + (step * (i + 0.5)), bottom + 12, data.Categories[i], Axis with { Align = Align.Center });
    }

    private void Bars(double left, double step, bool stacked, Func<double, double> y)
    {
        var bars = data.Series.Where(s => !s.IsLine).ToList();
        var wide = step * 0.72 / (stacked ? 1 : Math.Max(1, bars.Count));
        for (var i = 0; i < data.Categories.Count; i++)
        {
            double above = 0, below = 0;
            for (var b = 0; b < bars.Count; b++)
            {
                var value = bars[b].Values[i];
                if (double.IsNaN(value) || value == 0) continue;
                var from = !stacked ? 0 : value > 0 ? above : below;
                if (value > 0) above += value;
                else below += value;
                var (top, bottom) = (y(Math.Max(from, from + value)), y(Math.Min(from, from + value)));
                canvas.Rectangle(left + (step * (i + 0.14)) + (stacked ? 0 : wide * b), top, wide * (stacked ? 1 : 0.95), bottom - top, bars[b].Colour);
            }
        }
    }

    private void Areas(double left, double step, Func<double, double> y)
    {
        var below = new double[data.Categories.Count];
        foreach (var series in data.Series.Where(s => !s.IsLine))
        {
            var points = new List<ChartPoint>();
            for (var i = 0; i < below.Length; i++) points.Add(new(left + (step * (i + 0.5)), y(below[i] + Finite(series.Values[i]))));
            for (var i = below.Length - 1; i >= 0; i--) points.Add(new(left + (step * (i + 0.5)), y(below[i])));
            canvas.Fill(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points), series.Colour);
            for (var i = 0; i < below.Length; i++) below[i] += Finite(series.Values[i]);
        }
    }

    private void Path(ChartSeries series, double left, double step, Func<double, double> y)
    {
        var points = new List<ChartPoint>();
        for (var i = 0; i <= series.Values.Count; i++)
        {
            if (i < series.Values.Count && !double.IsNaN(series.Values[i]))
            {
                points.Add(new(left + (step * (i + 0.5)), y(series.Values[i])));
                continue;
            }

            var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points);
            if (points.Count > 1) canvas.Path(span, 1.6, series.Colour);
            if (series.Values.Count <= 60)
                foreach (var point in points) canvas.Dot(point.X, point.Y, 2, series.Colour);
            points.Clear();
        }
    }

    private void Spark(double x, double y, double width, double height)
    {
        var values = data.Series.SelectMany(s => s.Values).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (least, most) = (values.Min(), values.Max());
        var room = most > least ? most - least : 1;
        foreach (var series in data.Series)
            Path(series with { IsLine = true }, x, (width - 60) / series.Values.Count, v => y + 6 + ((height - 12) * (1 - ((v - least) / room))));
        if (data.Series[0].Values.LastOrDefault(double.IsFinite) is var last)
            canvas.Text(x + width - 4, y + (height / 2) + 4, ChartScale.Label(last, spec.Format, show), new(11, Palette.Ink, Align.Right, Bold: true));
    }

    private void Pie(double x, double y, double width, double height)
    {
        var values = data.Series[0].Values.Select(v => Math.Max(0, Finite(v))).ToList();
        var total = values.Sum();
        if (total <= 0)
        {
            canvas.Text(x, y + 16, "Nothing to share out.", new(9, Palette.Muted));
            return;
        }

        var radius = Math.Min(Math.Min(height, width / 2) / 2 - 4, 84);
        var (cx, cy) = (x + radius + 4, y + (height / 2));
        var angle = -Math.PI / 2;
        for (var i = 0; i < values.Count; i++)
        {
            var sweep = values[i] / total * Math.Tau;
            if (sweep > 0) Slice(cx, cy, radius, angle, sweep, Palette.Series[i % Palette.Series.Count]);
            angle += sweep;
        }

        Shares(cx + radius + 24, y, height, values, total);
        if (spec.Type == ChartType.Ring) canvas.Text(cx, cy + 5, ChartScale.Label(total, spec.Format, show), new(15, Palette.Ink, Align.Center, Bold: true));
    }

    /// <summary>The legend of a pie, in the middle of its height: as many lines as there is room for, the last saying how many more there are.</summary>
    private void Shares(double x, double y, double height, List<double> values, double total)
    {
        const double Leading = 15;
        var room = Math.Max(1, (int)(height / Leading));
        var lines = values.Count <= room ? values.Count : room - 1;
        var top = y + ((height - (Math.Min(values.Count, room) * Leading)) / 2);
        for (var i = 0; i < lines; i++)
        {
            var at = top + (i * Leading);
            canvas.Rectangle(x, at + 3, 8, 8, Palette.Series[i % Palette.Series.Count]);
            var share = show.Show(Tables.Cell.Of(values[i] / total), new(CellFormatKind.Percent, 1));
            canvas.Text(x + 13, at + 10, $"{data.Categories[i]}  {ChartScale.Label(values[i], spec.Format, show)}  ({share})", new(8, 0x4B5563));
        }

        if (lines < values.Count) canvas.Text(x + 13, top + (lines * Leading) + 10, $"and {values.Count - lines} more", new(8, Palette.Muted));
    }

    private void Slice(double cx, double cy, double radius, double from, double sweep, uint colour)
    {
        var inner = spec.Type == ChartType.Ring ? radius * 0.6 : 0;
        var steps = Math.Max(2, (int)Math.Ceiling(sweep / 0.05));
        var points = new List<ChartPoint>();
        for (var i = 0; i <= steps; i++) points.Add(On(cx, cy, radius, from + (sweep * i / steps)));
        for (var i = steps; i >= 0 && inner > 0; i--) points.Add(On(cx, cy, inner, from + (sweep * i / steps)));
        if (inner == 0) points.Add(new(cx, cy));
        canvas.Fill(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points), colour);
    }

    private static ChartPoint On(double cx, double cy, double radius, double angle) => new(cx + (radius * Math.Cos(angle)), cy + (radius * Math.Sin(angle)));

    private static double Finite(double value) => double.IsNaN(value) ? 0 : value;
}
