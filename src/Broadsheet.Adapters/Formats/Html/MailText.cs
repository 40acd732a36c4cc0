using System.Text;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;

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
                    if (list.Items[i] is [Block.Paragraph only]) Line(WithLinks(only.Text));
                    else Blocks(list.Items[i], indent + "  ");
                }

                Line("");
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
        }
    }

    private void Table(Block.Table table, string indent)
    {
        var view = TableView.From(table, content);
        if (view.Title is not null) Line(indent + view.Title);
        var summary = content.Table(table.Spec.Query).Summary();
        var shown = Math.Min(Math.Min(MailData.MostRows, summary.FirstRows.Count), table.Spec.Top ?? int.MaxValue);
        if (shown == 0) Line(indent + view.Empty);
        else if (table.Spec.Top is null) Line(indent + string.Join(" | ", view.Columns.Select(c => c.Label)));
        for (var i = 0; i < shown && table.Spec.Top is null; i++)
            Line(indent + string.Join(" | ", view.Columns.Select(c => content.Show.Show(summary.FirstRows[i][c.Index], c.Format).ReplaceLineEndings(" "))));
        if (shown < view.RowCount || table.Spec.Top is not null) Line($"{indent}({view.RowCount} rows; see the files)");
        Line("");
    }

    private static string WithLinks(IReadOnlyList<Inline> runs) =>
        string.Concat(runs.Select(r => r.Href is null || r.Href.Contains(r.Text, StringComparison.Ordinal) ? r.Text : $"{r.Text} ({r.Href})"));

    private void Line(string line) => text.Append(line).Append('\n');
}
