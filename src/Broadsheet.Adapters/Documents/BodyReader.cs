using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Templates;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Block = Broadsheet.Core.Reports.Blocks.Block;
using Inline = Broadsheet.Core.Reports.Blocks.Inline;

namespace Broadsheet.Adapters.Documents;

/// <summary>Markdown to blocks. HTML is text; images are their alternative text.</summary>
internal sealed class BodyReader(FilledText body, DocumentErrors errors, bool draft)
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
            .UseAutoLinks().DisableHtml().Build();

    private readonly InlineReader inlines = new(body);

    public IReadOnlyList<Block> Read()
    {
        try
        {
            return Blocks(Markdown.Parse(body.Text, Pipeline));
        }
        catch (ArgumentException tooDeep) when (tooDeep.Message.Contains("nested", StringComparison.Ordinal))
        {
            errors.Add(1, 1, 1, "too-deep", "The text nests lists, quotes or emphasis too deeply.");
            return [];
        }
    }

    private List<Block> Blocks(ContainerBlock container)
    {
        var blocks = new List<Block>();
        foreach (var block in container)
        {
            if (One(block) is { } read) blocks.Add(read with { Line = read.Line > 0 ? read.Line : block.Line + 1 });
        }

        return blocks;
    }

    private Block? One(Markdig.Syntax.Block block) => block switch
    {
        HeadingBlock heading => new Block.Heading(heading.Level, inlines.Read(heading.Inline)),
        FencedCodeBlock fence => Fence(fence),
        CodeBlock code => new Block.Code(body.Restore(code.Lines.ToString())),
        ParagraphBlock paragraph => inlines.Read(paragraph.Inline) is { Count: > 0 } runs ? new Block.Paragraph(runs) : null,
        Markdig.Syntax.ListBlock list => new Block.ListBlock([.. list.OfType<ListItemBlock>().Select(Blocks)],
            list.IsOrdered ? int.TryParse(list.OrderedStart, out var start) ? start : 1 : null),
        QuoteBlock quote => new Block.Quote(Blocks(quote)),
        ThematicBreakBlock => new Block.Rule(),
        Markdig.Extensions.Tables.Table table => Grid(table),
        _ => null,
    };

    private Block? Fence(FencedCodeBlock fence)
    {
        var (info, line) = FenceLines.Read($"{fence.Info} {fence.Arguments}", fence.Line + 1);
        var words = body.Restore(info).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var reader = new FenceReader(body, errors, draft, line, words);
        var content = fence.Lines.ToString();
        return words.FirstOrDefault() switch
        {
            "table" => reader.Table(content) is { } spec ? new Block.Table(spec) { Line = line } : null,
            "chart" => reader.Chart(content) is { } spec ? new Block.Chart(spec) { Line = line } : null,
            "kpi" => new Block.Kpi(reader.Kpi(content)) { Line = line },
            "pagebreak" => new Block.PageBreak { Line = line },
            _ => new Block.Code(body.Restore(content)) { Line = line },
        };
    }

    private Block.Grid Grid(Markdig.Extensions.Tables.Table table)
    {
        var rows = table.OfType<TableRow>().ToList();
        var header = rows.Where(r => r.IsHeader).SelectMany(Cells).ToList();
        var aligns = table.ColumnDefinitions.Take(header.Count).Select(c => c.Alignment switch
        {
            TableColumnAlign.Center => Align.Center,
            TableColumnAlign.Right => Align.Right,
            _ => Align.Left,
        });
        return new(header, [.. rows.Where(r => !r.IsHeader).Select(Cells)], [.. aligns]);
    }

    private IReadOnlyList<IReadOnlyList<Inline>> Cells(TableRow row) =>
        [.. row.OfType<TableCell>().Select(cell => (IReadOnlyList<Inline>)[.. cell.OfType<ParagraphBlock>().SelectMany(p => inlines.Read(p.Inline))])];
}
