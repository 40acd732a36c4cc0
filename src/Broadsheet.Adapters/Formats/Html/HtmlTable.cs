using System.Globalization;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Adapters.Formats.Html;

/// <summary>A data table, row by row.</summary>
internal sealed class HtmlTable(HtmlText html, HtmlLook look, CellText show)
{
    /// <summary>Writes at most <paramref name="most"/> rows and says so below when there are more; how many were written.</summary>
    public async ValueTask<long> WriteAsync(TableView view, IRows rows, long most, CancellationToken ct)
    {
        Caption(view.Title);
        if (view.RowCount == 0)
        {
            html.Raw($"<p{look.Of("note", "")}{(look.IsMail ? "" : " class=\"note\"")}>");
            html.Text(view.Empty);
            html.Raw("</p>\n");
            return 0;
        }

        html.Raw(look.IsMail ? $"<table{look.Of("table")} cellspacing=\"0\"><thead><tr>" : "<div class=\"scroll\"><table><thead><tr>");
        foreach (var column in view.Columns)
        {
            html.Raw(Cell("th", column, ""));
            html.Text(column.Label);
            html.Raw("</th>");
        }

        html.Raw("</tr></thead><tbody>\n");
        var plain = view.Columns.Select(c => Cell("td", c, "")).ToArray();
        long written = 0;
        while (written < most && await rows.NextAsync(ct))
        {
            Row(view, rows.Row, plain);
            written++;
        }

        html.Raw("</tbody>");
        if (view.HasTotals) Totals(view);
        html.Raw(look.IsMail ? "</table>\n" : "</table></div>\n");
        if (written < view.RowCount) Note($"The first {show.Show(Core.Reports.Tables.Cell.Of(written))} of {show.Show(Core.Reports.Tables.Cell.Of(view.RowCount), new(CellFormatKind.Number))} rows.");
        return written;
    }

    public void Caption(string? title)
    {
        if (title is null) return;
        html.Raw(look.IsMail ? $"<p{look.Of("caption")}>" : "<p class=\"caption\">");
        html.Text(title);
        html.Raw("</p>\n");
    }

    public void Note(string text)
    {
        html.Raw(look.IsMail ? $"<p{look.Of("note")}>" : "<p class=\"note\">");
        html.Text(text);
        html.Raw("</p>\n");
    }

    private void Row(TableView view, ReadOnlySpan<Cell> row, string[] plain)
    {
        html.Raw("<tr>"u8);
        for (var i = 0; i < view.Columns.Count; i++)
        {
            var column = view.Columns[i];
            ref readonly var cell = ref row[column.Index];
            var special = column.Rules.Count > 0 || column.BarMax > 0 ? Special(column, cell) : "";
            html.Raw(special.Length == 0 ? plain[i] : Cell("td", column, special));
            html.Text(show.Show(cell, column.Format));
            html.Raw("</td>"u8);
        }

        html.Raw("</tr>\n"u8);
    }

    private static string Special(ViewColumn column, in Cell cell)
    {
        if (column.ColourOf(cell) is not Colour.None and var colour) return HtmlLook.Coloured(colour);
        var share = column.BarOf(cell);
        if (share <= 0) return "";
        var width = (share * 100).ToString("0.#", CultureInfo.InvariantCulture);
        return $"background:linear-gradient(to right,{Palette.Css(Palette.Bar)} {width}%,transparent {width}%)";
    }

    private void Totals(TableView view)
    {
        html.Raw("<tfoot><tr>");
        for (var i = 0; i < view.Columns.Count; i++)
        {
            var column = view.Columns[i];
            html.Raw(look.IsMail ? $"<td{look.Of("foot", column.Right ? "text-align:right" : "")}>" : Cell("td", column, ""));
            if (column.Total is { } total) html.Text(show.Show(total, column.Format));
            else if (i == 0) html.Raw("Σ");
            html.Raw("</td>");
        }

        html.Raw("</tr></tfoot>");
    }

    private string Cell(string name, ViewColumn column, string more)
    {
        var align = column.Right ? "text-align:right" : column.Center ? "text-align:center" : "";
        var whole = column.IsDate && name == "td" ? "white-space:nowrap" : "";
        if (look.IsMail) return $"<{name}{look.Of(name, string.Join(';', new[] { align, whole, more }.Where(s => s.Length > 0)))}>";
        var kind = column.Right ? " class=\"r\"" : column.Center ? " class=\"c\"" : whole.Length > 0 ? " class=\"d\"" : "";
        return more.Length == 0 ? $"<{name}{kind}>" : $"<{name}{kind} style=\"{more}\">";
    }
}
