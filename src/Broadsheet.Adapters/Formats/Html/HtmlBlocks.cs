using System.Globalization;
using Broadsheet.Core.Reports.Blocks;

namespace Broadsheet.Adapters.Formats.Html;

/// <summary>Blocks to markup. What needs data (tables, charts) is <paramref name="data"/>'s, since a page and a mail read them differently.</summary>
internal sealed class HtmlBlocks(HtmlText html, HtmlLook look, Func<Block, ValueTask> data)
{
    public async ValueTask WriteAsync(IReadOnlyList<Block> blocks)
    {
        foreach (var block in blocks) await WriteAsync(block);
    }

    public void Inlines(IReadOnlyList<Inline> runs)
    {
        foreach (var run in runs)
        {
            var close = Open(run);
            var lines = run.Text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                if (i > 0) html.Raw("<br>");
                html.Text(lines[i]);
            }

            html.Raw(close);
        }
    }

    private async ValueTask WriteAsync(Block block)
    {
        switch (block)
        {
            case Block.Heading heading:
                Element("h" + heading.Level.ToString(CultureInfo.InvariantCulture), heading.Level > 3 ? "h3" : null, () => Inlines(heading.Text));
                break;
            case Block.Paragraph paragraph:
                Element("p", null, () => Inlines(paragraph.Text));
                break;
            case Block.ListBlock list:
                await ListAsync(list);
                break;
            case Block.Quote quote:
                html.Raw($"<blockquote{look.Of("blockquote")}>");
                await WriteAsync(quote.Blocks);
                html.Raw("</blockquote>\n");
                break;
            case Block.Code code:
                Element("pre", null, () => html.Text(code.Text));
                break;
            case Block.Rule:
                html.Raw($"<hr{look.Of("hr")}>\n");
                break;
            case Block.PageBreak:
                html.Raw("<div style=\"break-after:page\"></div>\n");
                break;
            case Block.Grid grid:
                Grid(grid);
                break;
            case Block.Tiles tiles:
                if (look.IsMail) MailTiles(tiles.Items);
                else PageTiles(tiles.Items);
                break;
            default:
                await data(block);
                break;
        }
    }

    private async ValueTask ListAsync(Block.ListBlock list)
    {
        var name = list.Start is null ? "ul" : "ol";
        html.Raw($"<{name}{look.Of(name)}");
        if (list.Start is > 1) html.Raw($" start=\"{list.Start.Value.ToString(CultureInfo.InvariantCulture)}\"");
        html.Raw(">\n");
        foreach (var item in list.Items)
        {
            html.Raw($"<li{look.Of("li")}>");
            if (item is [Block.Paragraph only]) Inlines(only.Text);
            else await WriteAsync(item);
            html.Raw("</li>\n");
        }

        html.Raw($"</{name}>\n");
    }

    private void Grid(Block.Grid grid)
    {
        html.Raw($"<table{look.Of("table")}><thead><tr>");
        for (var i = 0; i < grid.Header.Count; i++) GridCell("th", grid.Header[i], grid.Aligns[i]);
        html.Raw("</tr></thead><tbody>\n");
        foreach (var row in grid.Rows)
        {
            html.Raw("<tr>");
            for (var i = 0; i < row.Count; i++) GridCell("td", row[i], i < grid.Aligns.Count ? grid.Aligns[i] : Align.Left);
            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table>\n");
    }

    private void GridCell(string name, IReadOnlyList<Inline> text, Align align)
    {
        html.Raw($"<{name}{look.Of(name, align switch { Align.Right => "text-align:right", Align.Center => "text-align:center", _ => "" })}>");
        Inlines(text);
        html.Raw($"</{name}>");
    }

    private void PageTiles(IReadOnlyList<Tile> tiles)
    {
        html.Raw("<div class=\"tiles\">");
        foreach (var tile in tiles)
        {
            html.Raw("<div><span>");
            html.Text(tile.Label);
            html.Raw("</span><b>");
            html.Text(tile.Value);
            html.Raw(tile.NoteColour == Colour.None ? "</b><small>" : $"</b><small style=\"color:{Palette.Css(Palette.Text(tile.NoteColour))}\">");
            html.Text(tile.Note);
            html.Raw("</small></div>");
        }

        html.Raw("</div>\n");
    }

    private void MailTiles(IReadOnlyList<Tile> tiles)
    {
        foreach (var line in tiles.Chunk(4))
        {
            html.Raw("<table role=\"presentation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\" style=\"border-collapse:separate;border-spacing:4px;margin:0 0 12px\"><tr>");
            foreach (var tile in line)
            {
                html.Raw($"<td width=\"{100 / line.Length}%\" style=\"padding:8px 10px;background:#f9fafb;border:1px solid #e5e7eb;vertical-align:top\"><div style=\"font-size:12px;color:#6b7280\">");
                html.Text(tile.Label);
                html.Raw("</div><div style=\"font-size:20px;font-weight:700;color:#1f2937\">");
                html.Text(tile.Value);
                html.Raw($"</div><div style=\"font-size:12px;color:{Palette.Css(tile.NoteColour == Colour.None ? Palette.Muted : Palette.Text(tile.NoteColour))}\">");
                html.Text(tile.Note);
                html.Raw("</div></td>");
            }

            html.Raw("</tr></table>\n");
        }
    }

    private void Element(string name, string? style, Action content)
    {
        html.Raw($"<{name}{look.Of(style ?? name)}>");
        content();
        html.Raw($"</{name}>\n");
    }

    private string Open(Inline run)
    {
        var close = "";
        if (run.Href is not null)
        {
            html.Raw($"<a{look.Of("a")} rel=\"noopener noreferrer\" href=\"");
            html.Text(run.Href);
            html.Raw("\">");
            close = "</a>";
        }

        foreach (var (style, tag) in new[] { (RunStyle.Bold, "strong"), (RunStyle.Italic, "em"), (RunStyle.Strike, "s"), (RunStyle.Code, "code") })
        {
            if (!run.Style.HasFlag(style)) continue;
            html.Raw($"<{tag}{look.Of(tag)}>");
            close = $"</{tag}>{close}";
        }

        return close;
    }
}
