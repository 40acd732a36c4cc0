using System.Text;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Charts;

namespace Broadsheet.Adapters.Formats.Html;

/// <summary>The plain-text part of a mail.</summary>
internal sealed class MailText(ReportContent content)
{
    private readonly StringBuilder text = new();

    public string Write()
    {
        if (content.Body() is not [Block.Heading, ..]) Line(content.Title() + "\n");
        Blocks(content.Body(), "");
        Line("-- ");
        Line(content.Origin);
        return text.ToString();
    }

    private void Blocks(IReadOnlyList<Block> blocks, string indent)
    {
        foreach (var block in blocks) Write(block, indent);
    }

    private void Write(Block block, string indent)
    {
        switch (block)
        {
            case Block.Heading heading:
                var title = Inline.Plain(heading.Text);
                Line(indent + title);
                Line(indent + new string(heading.Level == 1 ? '=' : '-', Math.Min(70, title.Length)) + "\n");
                break;
            case Block.Paragraph paragraph:
                Line(indent + WithLinks(paragraph.Text) + "\n");
                break;
            case Block.ListBlock list:
                for (var i = 0; i < list.Items.Count; i++)
                {
                    text.Append(indent).Append(list.Start is { } start ? $"{start + i}. " : "- ");
                    var first = list.Items[i] is [Block.Paragraph opening, ..] ? opening : null;
                    Line(first is null ? "" : WithLinks(first.Text));
                    Blocks([.. list.Items[i].Skip(first is null ? 0 : 1)], indent + "   ");
                }

                if (indent.Length == 0) Line("");
                break;
            case Block.Quote quote:
                Blocks(quote.Blocks, indent + "> ");
                break;
            case Block.Code code:
                Line(code.Text + "\n");
                break;
            case Block.Tiles tiles:
                foreach (var tile in tiles.Items) Line($"{indent}{tile.Label}: {tile.Value}{(tile.Note.Length > 0 ? $" ({tile.Note})" : "")}");
                Line("");
                break;
            case Block.Grid grid:
                foreach (var row in grid.Rows.Prepend(grid.Header)) Line(indent + string.Join("  ", row.Select(WithLinks)));
                Line("");
                break;
            case Block.Table table:
                Table(table, indent);
                break;
            case Block.Chart chart:
                Line(indent + ChartData.From(chart, content).Describe(chart.Spec, content.Show) + "\n");
                break;
        }
    }

    private void Table(Block.Table table, string indent)
    {
        var view = TableView.From(table, content);
        if (view.Title is not null) Line(indent + view.Title);
        var summary = content.Table(table.Spec.Query).Summary();
        var rows = view.First(summary).Take(MailData.MostRows).ToList();
        if (rows.Count > 0) Line(indent + string.Join(" | ", view.Columns.Select(c => c.Label)));
        else if (view.RowCount == 0) Line(indent + view.Empty);
        foreach (var row in rows) Line(indent + string.Join(" | ", view.Columns.Select(c => content.Show.Show(row[c.Index], c.Format).ReplaceLineEndings(" "))));
        if (rows.Count < view.RowCount) Line($"{indent}({view.RowCount} rows; see the files)");
        else if (view.HasTotals) Line(indent + string.Join(" | ", view.Columns.Select((c, i) => c.Total is { } total ? content.Show.Show(total, c.Format) : i == 0 ? "Σ" : "")).TrimEnd());
        Line("");
    }

    private static string WithLinks(IReadOnlyList<Inline> runs) =>
        string.Concat(runs.Select(r => r.Href is null || r.Href.Contains(r.Text, StringComparison.Ordinal) ? r.Text : $"{r.Text} ({r.Href})"));

    private void Line(string line) => text.Append(line).Append('\n');
}
