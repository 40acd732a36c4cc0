namespace Broadsheet.Core.Reports.Blocks;

/// <summary>
/// A part of a report, without a format's opinion: each format draws all of them. <see cref="Line"/> is where it stands in the
/// document, from 1; 0 when unknown.
/// </summary>
public abstract record Block
{
    private Block() { }

    public int Line { get; init; }

    /// <summary><paramref name="Level"/> is 1 to 6.</summary>
    public sealed record Heading(int Level, IReadOnlyList<Inline> Text) : Block;

    public sealed record Paragraph(IReadOnlyList<Inline> Text) : Block;

    /// <summary><paramref name="Start"/> is the first number of an ordered list, null for bullets.</summary>
    public sealed record ListBlock(IReadOnlyList<IReadOnlyList<Block>> Items, int? Start) : Block;

    public sealed record Quote(IReadOnlyList<Block> Blocks) : Block;

    public sealed record Code(string Text) : Block;

    public sealed record Rule : Block;

    public sealed record PageBreak : Block;

    /// <summary>A Markdown pipe table: its cells are text.</summary>
    public sealed record Grid(IReadOnlyList<IReadOnlyList<Inline>> Header, IReadOnlyList<IReadOnlyList<IReadOnlyList<Inline>>> Rows, IReadOnlyList<Align> Aligns) : Block;

    /// <summary>A query's rows.</summary>
    public sealed record Table(TableSpec Spec) : Block;

    public sealed record Chart(ChartSpec Spec) : Block;

    /// <summary>Tiles as the document wrote them; filled to <see cref="Tiles"/> before a format sees them.</summary>
    public sealed record Kpi(IReadOnlyList<KpiSpec> Specs) : Block;

    /// <summary>Tiles ready to draw.</summary>
    public sealed record Tiles(IReadOnlyList<Tile> Items) : Block;
}
