using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>
/// Pages to print: text, tiles, charts as vectors, tables that repeat their header. Fonts are looked for in a folder
/// <c>fonts</c> beside the program, then where the system keeps its own.
/// </summary>
public sealed class PdfFormat : IReportFormat
{
    private readonly Lazy<PdfFonts> fonts;

    public PdfFormat()
        : this(SystemFonts)
    {
    }

    /// <summary>With other folders, the first that has a font winning.</summary>
    internal PdfFormat(IReadOnlyList<string> fontFolders) => fonts = new(() => new PdfFonts(fontFolders));

    private static IReadOnlyList<string> SystemFonts { get; } =
    [
        Path.Combine(AppContext.BaseDirectory, "fonts"), "/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts",
        Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
    ];

    public string Name => "pdf";

    public string MediaType => "application/pdf";

    public string Extension => "pdf";

    public bool ReadsOnce => false;

    public bool FilePerTable => false;

    public async Task<long> WriteAsync(ReportContent content, Stream output, CancellationToken ct)
    {
        var blocks = content.Body();
        var (width, height) = content.Page.Letter ? (612.0, 792.0) : (595.28, 841.89);
        if (content.Page.Landscape ?? IsWide(blocks, content, width - (2 * PdfFlow.Margin))) (width, height) = (height, width);
        fonts.Value.First(PdfFace.Regular);
        var document = new PdfDocument(output, fonts.Value, width, height);
        var flow = new PdfFlow(document, content);
        flow.Start();
        var rows = await new PdfBlocks(flow, content).WriteAsync(blocks, ct);
        flow.End();
        document.Finish(content.Title(), content.Origin, content.Show.Locale);
        return rows;
    }

    /// <summary>A table whose columns, at 5 points a character of their first rows, do not fit upright.</summary>
    private static bool IsWide(IReadOnlyList<Block> blocks, ReportContent content, double width) =>
        blocks.OfType<Block.Table>().Any(table =>
        {
            var view = TableView.From(table, content);
            var rows = content.Table(table.Spec.Query).Summary().FirstRows;
            return view.Columns.Sum(c => 8 + (4.6 * rows.Take(30).Select(r => Math.Min(30, content.Show.Show(r[c.Index], c.Format).Length)).Append(c.Label.Length).Max())) > width * 1.1;
        });
}
