using System.Text;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Formatting;

namespace Broadsheet.Adapters.Formats.Xlsx;

/// <summary>The first sheet: title, filters, the report's text and tiles, and what it was made from.</summary>
internal sealed class XlsxCover(XlsxPackage package, ReportContent content)
{
    public const string Name = "Report";
    private static readonly byte[] A = "A"u8.ToArray();
    private static readonly byte[] B = "B"u8.ToArray();
    private static readonly byte[] C = "C"u8.ToArray();
    private const int WrapsAt = 34;
    private readonly List<(int Row, byte[] Column, int Style, string Text)> cells = [];
    private int row;

    public void Write()
    {
        Line(XlsxStyles.Title, content.Title());
        foreach (var (label, value) in content.Filters)
        {
            row++;
            cells.Add((row, A, XlsxStyles.Bold, label));
            cells.Add((row, B, XlsxStyles.Wrapped, value));
        }

        row++;
        Blocks(content.Body(), "");
        row++;
        foreach (var table in content.Tables)
        {
            row++;
            cells.Add((row, A, XlsxStyles.Bold, TableView.Label(table.Name)));
            var rows = table.Summary().RowCount;
            cells.Add((row, B, XlsxStyles.Wrapped, content.Show.Show(Core.Reports.Tables.Cell.Of(rows), new(CellFormatKind.Number)) + (rows == 1 ? " row" : " rows")));
        }

        row++;
        Line(XlsxStyles.Muted, content.Origin);
        Save();
    }

    private void Blocks(IReadOnlyList<Block> blocks, string indent)
    {
        for (var at = 0; at < blocks.Count; at++)
        {
            switch (blocks[at])
            {
                case Block.Heading heading when Inline.Plain(heading.Text) != content.Title() && HasText(blocks, at, heading.Level):
                    row++;
                    Line(XlsxStyles.Bold, Inline.Plain(heading.Text));
                    break;
                case Block.Paragraph paragraph:
                    Line(0, indent + Inline.Plain(paragraph.Text).Replace('\n', ' '));
                    break;
                case Block.Quote quote:
                    Blocks(quote.Blocks, indent + "  ");
                    break;
                case Block.Code code:
                    foreach (var line in code.Text.Split('\n')) Line(0, indent + line);
                    break;
                case Block.ListBlock list:
                    for (var i = 0; i < list.Items.Count; i++) Item(list, i, indent);
                    break;
                case Block.Tiles tiles:
                    foreach (var tile in tiles.Items) Tile(tile);
                    break;
                case Block.Grid grid:
                    foreach (var line in grid.Rows.Prepend(grid.Header)) Line(0, indent + string.Join("  |  ", line.Select(Inline.Plain)));
                    break;
            }
        }
    }

    /// <summary>False for the heading of a section that is nothing but tables and charts, which the cover does not show.</summary>
    private static bool HasText(IReadOnlyList<Block> blocks, int at, int level) => level == 1
        || blocks.Skip(at + 1).TakeWhile(b => b is not Block.Heading next || next.Level > level)
            .Any(b => b is not (Block.Heading or Block.Table or Block.Chart or Block.PageBreak or Block.Rule));

    private void Item(Block.ListBlock list, int index, string indent)
    {
        var mark = list.Start is { } start ? $"{start + index}. " : "• ";
        if (list.Items[index] is [Block.Paragraph first, ..] item)
        {
            Line(0, indent + mark + Inline.Plain(first.Text).Replace('\n', ' '));
            Blocks([.. item.Skip(1)], indent + "   ");
        }
        else
        {
            Blocks(list.Items[index], indent + mark);
        }
    }

    private void Tile(Tile tile)
    {
        row++;
        cells.Add((row, A, XlsxStyles.Bold, tile.Label));
        cells.Add((row, B, XlsxStyles.Wrapped, tile.Value));
        if (tile.Note.Length > 0) cells.Add((row, C, XlsxStyles.Muted, tile.Note));
    }

    private void Line(int style, string text)
    {
        row++;
        cells.Add((row, A, style, text));
    }

    /// <summary>A fixed height, so that rows look alike whatever font stands in; none where a text wraps, which asks for its own.</summary>
    private static string Height(int row, int wrapped) =>
        wrapped > WrapsAt ? "" : row == 1 ? " ht=\"30\" customHeight=\"1\"" : " ht=\"18\" customHeight=\"1\"";

    private void Save()
    {
        using var part = package.AddCover();
        var buffer = new Utf8Buffer(part);
        buffer.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
            + "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView showGridLines=\"0\" tabSelected=\"1\" workbookViewId=\"0\"/></sheetViews>"
            + "<cols><col min=\"1\" max=\"1\" width=\"28\" customWidth=\"1\"/><col min=\"2\" max=\"2\" width=\"40\" customWidth=\"1\"/><col min=\"3\" max=\"3\" width=\"40\" customWidth=\"1\"/></cols><sheetData>"));
        var writer = new XlsxCells(buffer, content.Show);
        foreach (var line in cells.GroupBy(c => c.Row))
        {
            buffer.WriteText($"<row r=\"{line.Key}\"{Height(line.Key, line.Max(c => c.Style == XlsxStyles.Wrapped ? c.Text.Length : 0))}>");
            foreach (var (_, column, style, text) in line) writer.Text(column, line.Key, style, text);
            buffer.Write("</row>"u8);
        }

        buffer.Write("</sheetData><pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup orientation=\"portrait\" fitToHeight=\"0\"/></worksheet>"u8);
        buffer.Flush();
    }
}
