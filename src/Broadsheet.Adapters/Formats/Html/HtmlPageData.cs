using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Charts;

namespace Broadsheet.Adapters.Formats.Html;

/// <summary>Tables and charts of a page: tables whole, charts as SVG.</summary>
internal sealed class HtmlPageData(HtmlText html, ReportContent content, CancellationToken ct)
{
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
        html.Raw("<figure>");
        ChartSvg.Write(html, chart.Spec, data, content.Show, "inherit");
        html.Raw("</figure>\n");
        if (data.Note is { } note) notes.Note(note);
    }
}
