using System.Globalization;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Charts;

namespace Broadsheet.Adapters.Formats.Html;

/// <summary>
/// A chart in a mail: a picture with its words beside it, or where none can be made bars of table cells, which every mail program shows.
/// </summary>
internal sealed class MailChart(HtmlText html, ReportContent content, ChartPicture picture)
{
    private const string Fonts = "Noto Sans, Segoe UI, DejaVu Sans, Helvetica, Arial, sans-serif";
    private const int MostBars = 31;

    public async Task WriteAsync(Block.Chart chart, CancellationToken ct)
    {
        var data = ChartData.From(chart, content);
        if (data.Categories.Count == 0 || await PngAsync(chart.Spec, data, ct) is not { } png)
        {
            Bars(chart, data);
            return;
        }

        html.Raw(string.Create(CultureInfo.InvariantCulture,
            $"<img width=\"{ChartSvg.Width}\" style=\"display:block;width:100%;max-width:{ChartSvg.Width}px;height:auto;margin:0 0 12px;border:0\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\" alt=\""));
        html.Text(data.Describe(chart.Spec, content.Show));
        html.Raw("\">\n");
        if (data.Note is { } note) new HtmlTable(html, HtmlLook.Mail, content.Show).Note(note);
    }

    private async Task<byte[]?> PngAsync(ChartSpec spec, ChartData data, CancellationToken ct)
    {
        using var svg = new MemoryStream();
        var markup = new HtmlText(new(svg));
        ChartSvg.Write(markup, spec, data, content.Show, Fonts);
        markup.Flush();
        return await picture.PngAsync(svg.GetBuffer().AsMemory(0, (int)svg.Length), ct);
    }

    private void Bars(Block.Chart chart, ChartData data)
    {
        var notes = new HtmlTable(html, HtmlLook.Mail, content.Show);
        notes.Caption(chart.Spec.Title);
        var most = data.Series.SelectMany(s => s.Values).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        if (most <= 0)
        {
            notes.Note("No rows.");
            return;
        }

        var first = Math.Max(0, data.Categories.Count - (MostBars / Math.Max(1, data.Series.Count)));
        html.Raw("<table role=\"presentation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\" style=\"margin:0 0 12px;font-size:12px\">\n");
        for (var i = first; i < data.Categories.Count; i++)
        {
            for (var s = 0; s < data.Series.Count; s++) Bar(s == 0 ? data.Categories[i] : "", data.Series[s], i, chart.Spec, most);
        }

        html.Raw("</table>\n");
        if (data.Series.Count > 1) Legend(data);
        if (first > 0) notes.Note($"The last {data.Categories.Count - first} of {data.Categories.Count}.");
        if (data.Note is { } note) notes.Note(note);
    }

    private void Bar(string label, ChartSeries series, int index, ChartSpec spec, double most)
    {
        var value = series.Values[index];
        html.Raw("<tr><td width=\"110\" style=\"padding:1px 8px 1px 0;color:#6b7280;white-space:nowrap\">");
        html.Text(label);
        html.Raw("</td><td style=\"padding:1px 0\"><table role=\"presentation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\"><tr>");
        if (double.IsFinite(value))
        {
            var share = Math.Max(1, (int)Math.Round(Math.Abs(value) / most * 80)).ToString(CultureInfo.InvariantCulture);
            html.Raw($"<td width=\"{share}%\" style=\"background:{Palette.Css(series.Colour)};font-size:10px;line-height:10px\">&nbsp;</td><td style=\"padding-left:6px;font-size:12px;line-height:14px\">");
            html.Text(ChartScale.Label(value, spec.Format, content.Show));
            html.Raw("</td>");
        }

        html.Raw("</tr></table></td></tr>\n");
    }

    private void Legend(ChartData data)
    {
        html.Raw($"<p{HtmlLook.Mail.Of("note")}>");
        foreach (var series in data.Series)
        {
            html.Raw($"<span style=\"color:{Palette.Css(series.Colour)}\">■</span> ");
            html.Text(series.Name);
            html.Raw(" &nbsp; ");
        }

        html.Raw("</p>\n");
    }
}
