using System.Globalization;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Charts;

namespace Broadsheet.Adapters.Formats.Html;

/// <summary>Tables and charts of a page: tables whole, charts as SVG.</summary>
internal sealed class HtmlPageData(HtmlText html, ReportContent content, CancellationToken ct)
{
    private const double ChartWidth = 720;

    /// <summary>Rows of data on the page so far.</summary>
    public long Rows { get; private set; }

    public async ValueTask WriteAsync(Block block)
    {
        var writer = new HtmlTable(html, HtmlLook.Page, content.Show);
        if (block is Block.Chart chart) Chart(chart, writer);
        if (block is not Block.Table table) return;
        var view = TableView.From(table, content);
        await using var rows = await view.OpenAsync(content.Table(table.Spec.Query), ct);
        Rows += await writer.WriteAsync(view, rows, long.MaxValue, ct);
    }

    private void Chart(Block.Chart chart, HtmlTable notes)
    {
        var data = ChartData.From(chart, content);
        var height = (chart.Spec.Height + (chart.Spec.Title is null ? 0 : 20)).ToString(CultureInfo.InvariantCulture);
        html.Raw($"<figure><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 {height}\" width=\"720\" height=\"{height}\" role=\"img\" font-family=\"inherit\" aria-label=\"");
        html.Text(data.Describe(chart.Spec, content.Show));
        html.Raw("\">");
        new ChartLayout(new SvgCanvas(html), chart.Spec, data, content.Show).Draw(0, 0, ChartWidth, double.Parse(height, CultureInfo.InvariantCulture));
        html.Raw("</svg></figure>\n");
        if (data.Note is { } note) notes.Note(note);
    }
}
