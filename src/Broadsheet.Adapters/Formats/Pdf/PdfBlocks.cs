using System.Globalization;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Charts;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>Blocks down the page.</summary>
internal sealed class PdfBlocks(PdfFlow flow, ReportContent content)
{
    private const double Body = 9.5;
    private const double TilesHeight = 54;
    private readonly PdfText text = new(flow);
    private long rows;

    /// <summary>Draws all; the rows of data drawn.</summary>
    public async Task<long> WriteAsync(IReadOnlyList<Block> blocks, CancellationToken ct)
    {
        if (blocks is not [Block.Heading, ..]) Heading(1, [new(content.Title())], 0);
        await WriteAsync(blocks, PdfFlow.Left, ct);
        return rows;
    }

    private async Task WriteAsync(IReadOnlyList<Block> blocks, double x, CancellationToken ct)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            switch (blocks[i])
            {
                case Block.Heading heading:
                    Heading(heading.Level, heading.Text, Beginning(blocks.ElementAtOrDefault(i + 1)));
                    break;
                case Block.Paragraph paragraph:
                    Paragraph("P", paragraph.Text, x, Body);
                    break;
                case Block.ListBlock list:
                    await ListAsync(list, x, ct);
                    break;
                case Block.Quote quote:
                    await QuoteAsync(quote, x, ct);
                    break;
                case Block.Code code:
                    Paragraph("Code", [new(code.Text.ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal), RunStyle.Code)], x + 6, 8);
                    break;
                case Block.Rule:
                    flow.Need(14);
                    flow.Canvas.Line(x, flow.Y + 5, flow.Right, flow.Y + 5, 0.5, Palette.Border);
                    flow.Y += 14;
                    break;
                case Block.PageBreak when !flow.IsFresh:
                    flow.NextPage();
                    break;
                case Block.Tiles tiles:
                    foreach (var line in tiles.Items.Chunk(flow.Width > 600 ? 6 : 4)) Tiles(line);
                    break;
                case Block.Grid grid:
                    new PdfTable(flow, content.Show).Write(grid);
                    break;
                case Block.Chart chart:
                    Chart(chart);
                    break;
                case Block.Table table:
                    rows += await new PdfTable(flow, content.Show).WriteAsync(TableView.From(table, content), content.Table(table.Spec.Query), ct);
                    break;
            }
        }
    }

    private void Paragraph(string tag, IReadOnlyList<Inline> runs, double x, double size)
    {
        using (flow.Tags.In(tag)) text.Write(runs, x, size, bold: false);
        flow.Y += 6;
    }

    /// <summary>How much of a block must stand below its heading on the same page.</summary>
    private static double Beginning(Block? next) => next switch
    {
        Block.Chart chart => ChartHeight(chart),
        Block.Tiles => TilesHeight + 12,
        Block.Table { Spec.Title: not null } => 70,
        Block.Heading => 60,
        _ => 40,
    };

    private static double ChartHeight(Block.Chart chart) => chart.Spec.Height + (chart.Spec.Title is null ? 0 : 20) + 12;

    private void Heading(int level, IReadOnlyList<Inline> runs, double below)
    {
        var size = level switch { 1 => 18.0, 2 => 13, 3 => 11, _ => 10 };
        if (!flow.IsFresh) flow.Y += level == 1 ? 4 : 8;
        flow.Need((size * 1.45) + 10 + below);
        flow.Document.Bookmark(level, Inline.Plain(runs), flow.Y - 4);
        using (flow.Tags.In(string.Create(CultureInfo.InvariantCulture, $"H{level}"))) text.Write(runs, PdfFlow.Left, size, bold: true);
        flow.Y += level == 1 ? 8 : 5;
    }

    private async Task ListAsync(Block.ListBlock list, double x, CancellationToken ct)
    {
        using var tag = flow.Tags.In("L", list.Start is null ? "/A<</O/List/ListNumbering/Disc>>" : "/A<</O/List/ListNumbering/Decimal>>");
        for (var i = 0; i < list.Items.Count; i++)
        {
            flow.Need(Body * 1.45);
            using var entry = flow.Tags.In("LI");
            using (flow.Tags.In("Lbl")) flow.Canvas.Text(x + 12, flow.Y + Body, list.Start is { } start ? $"{start + i}." : "•", new(Body, Palette.Ink, Align.Right));
            using var body = flow.Tags.In("LBody");
            if (list.Items[i] is [Block.Paragraph first, ..] item)
            {
                text.Write(first.Text, x + 18, Body, bold: false);
                await WriteAsync([.. item.Skip(1)], x + 18, ct);
            }
            else
            {
                await WriteAsync(list.Items[i], x + 18, ct);
            }
        }

        flow.Y += 6;
    }

    private async Task QuoteAsync(Block.Quote quote, double x, CancellationToken ct)
    {
        using var tag = flow.Tags.In("BlockQuote");
        var (page, top) = (flow.Document.Page, flow.Y);
        await WriteAsync(quote.Blocks, x + 12, ct);
        if (page == flow.Document.Page) flow.Canvas.Rectangle(x, top, 2.5, flow.Y - top - 4, Palette.Border);
    }

    private void Tiles(IReadOnlyList<Tile> tiles)
    {
        flow.Need(TilesHeight + 12);
        var width = (flow.Width - (8 * (tiles.Count - 1))) / tiles.Count;
        for (var i = 0; i < tiles.Count; i++)
        {
            var (x, y, tile) = (PdfFlow.Left + (i * (width + 8)), flow.Y, tiles[i]);
            flow.Canvas.Rectangle(x, y, width, TilesHeight, Palette.Border);
            flow.Canvas.Rectangle(x + 0.75, y + 0.75, width - 1.5, TilesHeight - 1.5, Palette.Panel);
            using var tag = flow.Tags.In("Div");
            using (flow.Tags.In("P")) flow.Canvas.Text(x + 8, y + 14, First(tile.Label, width - 16, 8, PdfFace.Regular), new(8, Palette.Muted));
            using (flow.Tags.In("P")) flow.Canvas.Text(x + 8, y + 34, First(tile.Value, width - 16, 15, PdfFace.Bold), new(15, Palette.Ink, Align.Left, Bold: true));
            var colour = tile.NoteColour == Colour.None ? Palette.Muted : Palette.Text(tile.NoteColour);
            using (flow.Tags.In("P")) flow.Canvas.Text(x + 8, y + 47, First(tile.Note, width - 16, 8, PdfFace.Regular), new(8, colour));
        }

        flow.Y += TilesHeight + 12;
    }

    private string First(string full, double width, double size, PdfFace face)
    {
        var lines = text.Wrap(full, width, size, face);
        return lines.Count == 1 ? lines[0] : text.Wrap(full, width - size, size, face)[0].TrimEnd() + "…";
    }

    private void Chart(Block.Chart chart)
    {
        var data = ChartData.From(chart, content);
        var height = ChartHeight(chart) - 12;
        flow.Need(height + 12);
        var box = string.Create(CultureInfo.InvariantCulture,
            $"/A<</O/Layout/Placement/Block/BBox[{PdfFlow.Left:0.#} {flow.Document.Height - flow.Y - height:0.#} {flow.Right:0.#} {flow.Document.Height - flow.Y:0.#}]>>");
        using (flow.Tags.In("Figure", $"/Alt{PdfObjects.Text(data.Describe(chart.Spec, content.Show))}{box}", whole: true))
            new ChartLayout(flow.Canvas, chart.Spec, data, content.Show).Draw(PdfFlow.Left, flow.Y, flow.Width, height);
        flow.Y += height + 12;
        if (data.Note is not { } note) return;
        using var below = flow.Tags.In("P");
        flow.Canvas.Text(PdfFlow.Left, flow.Y, note, new(8, Palette.Muted));
        flow.Y += 10;
    }
}
