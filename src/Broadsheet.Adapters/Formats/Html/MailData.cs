using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Adapters.Formats.Html;

/// <summary>Tables and charts of a mail: the first rows, and pictures.</summary>
internal sealed class MailData(HtmlText html, ReportContent content, ChartPicture picture, CancellationToken ct)
{
    internal const int MostRows = 50;
    internal const int MostColumns = 12;

    public async ValueTask WriteAsync(Block block)
    {
        if (block is Block.Chart chart) await new MailChart(html, content, picture).WriteAsync(chart, ct);
        if (block is not Block.Table table) return;
        var view = TableView.From(table, content);
        var summary = content.Table(table.Spec.Query).Summary();
        var why = view.Columns.Count > MostColumns ? $"{view.Columns.Count} columns are too many for a mail"
            : table.Spec.Top is not null && !summary.IsWhole ? $"{summary.RowCount:N0} rows are too many to rank in a mail" : null;
        if (why is not null)
        {
            new HtmlTable(html, HtmlLook.Mail, content.Show).Note($"{view.Title ?? table.Spec.Query}: {why}; see the files.");
            return;
        }

        var first = new ReportTable(summary.Name, _ => Task.FromResult<IRows>(new MemoryRows(summary.Columns, summary.FirstRows)), () => summary);
        await using var rows = await view.OpenAsync(first, ct);
        await new HtmlTable(html, HtmlLook.Mail, content.Show).WriteAsync(view, rows, MostRows, ct);
    }
}
