using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>Tables: columns as wide as their first rows ask, cells that wrap, the header again on each page.</summary>
internal sealed class PdfTable(PdfFlow flow, CellText show)
{
    private const double Size = 8;
    private const double Leading = 10.4;
    private const double Pad = 5;
    private const int MostColumns = 30;
    private const int MostLines = 40;
    private const int MostCharacters = 4_000;

    /// <summary>Longer tables are one element without rows and cells, which would be most of the file.</summary>
    private const int MostTagged = 20_000;

    private readonly PdfText text = new(flow);
    private double[] widths = [];
    private PdfHead head = new([], []);
    private bool tagged = true;
    private bool again;

    public async Task<long> WriteAsync(TableView view, ReportTable table, CancellationToken ct)
    {
        tagged = view.RowCount <= MostTagged;
        if (view.RowCount == 0)
        {
            Title(view, "P");
            Note(view.Empty);
            return 0;
        }

        var columns = view.Columns.Take(MostColumns).ToList();
        if (columns.Count < view.Columns.Count) Note($"{columns.Count} of {view.Columns.Count} columns; the others are in the workbook and CSV files.");
        using var element = flow.Tags.In("Table", whole: !tagged);
        Title(view, "Caption");
        head = new([.. columns.Select(c => c.Label)], [.. columns.Select(c => c.Right ? Align.Right : c.Center ? Align.Center : Align.Left)]);
        var sample = table.Summary().FirstRows.Take(100).Select(r => columns.Select(c => show.Show(r[c.Index], c.Format)).ToArray());
        var totals = columns.Select(c => c.Total is { } t ? show.Show(t, c.Format) : "").ToArray();
        widths = Widths(sample.Append(totals));
        Head();
        await using var rows = await view.OpenAsync(table, ct);
        long count = 0;
        var cells = new string[columns.Count];
        var looks = new PdfCellLook[columns.Count];
        while (await rows.NextAsync(ct))
        {
            for (var i = 0; i < cells.Length; i++) (cells[i], looks[i]) = Cell(columns[i], rows.Row[columns[i].Index]);
            Row(cells, looks, count++ % 2 == 1, PdfFace.Regular);
        }

        if (view.HasTotals) Totals(totals, looks);
        flow.Y += 14;
        return count;
    }

    public void Write(Block.Grid grid)
    {
        using var element = flow.Tags.In("Table");
        var lines = grid.Rows.Select(r => Enumerable.Range(0, grid.Header.Count).Select(i => i < r.Count ? Inline.Plain(r[i]) : "").ToArray()).ToList();
        head = new([.. grid.Header.Select(h => Inline.Plain(h))], grid.Aligns);
        widths = Widths(lines);
        Head();
        var looks = new PdfCellLook[grid.Header.Count];
        for (var i = 0; i < lines.Count; i++) Row(lines[i], looks, i % 2 == 1, PdfFace.Regular);
        flow.Y += 14;
    }

    private void Title(TableView view, string tag)
    {
        if (view.Title is not { } title) return;
        flow.Need(60);
        using var element = flow.Tags.In(tag);
        flow.Canvas.Text(PdfFlow.Left, flow.Y + 10, title, new(10, Palette.Ink, Align.Left, Bold: true));
        flow.Y += 17;
    }

    private void Note(string note)
    {
        flow.Need(16);
        using var element = flow.Tags.In("P");
        flow.Canvas.Text(PdfFlow.Left, flow.Y + 9, note, new(Size, Palette.Muted));
        flow.Y += 16;
    }

    private (string, PdfCellLook) Cell(ViewColumn column, in Cell cell)
    {
        var shown = show.Show(cell, column.Format);
        if (shown.Length > MostCharacters) shown = $"{shown[..MostCharacters]}… ({shown.Length} characters)";
        return (shown, new(column.ColourOf(cell), column.BarOf(cell)));
    }

    /// <summary>What the columns ask for, shrunk or stretched to the page: narrow ones keep theirs, wide ones share the rest.</summary>
    private double[] Widths(IEnumerable<string[]> lines)
    {
        var wanted = head.Labels.Select(l => flow.Canvas.Measure(l, Size, bold: true) + (2 * Pad)).ToArray();
        foreach (var line in lines)
        {
            for (var i = 0; i < wanted.Length; i++)
                wanted[i] = Math.Max(wanted[i], Math.Min(260, flow.Canvas.Measure(line[i].Length > 120 ? line[i][..120] : line[i], Size, PdfFace.Regular) + (2 * Pad) + 1));
        }

        var sum = wanted.Sum();
        if (sum <= flow.Width) return [.. wanted.Select(w => w + ((flow.Width - sum) * w / sum))];
        var (room, open) = (flow.Width, wanted.Length);
        var shared = new double[wanted.Length];
        foreach (var (want, index) in wanted.Select((w, i) => (w, i)).OrderBy(p => p.w))
        {
            shared[index] = Math.Min(want, room / open);
            room -= shared[index];
            open--;
        }

        return shared;
    }

    private void Head()
    {
        var lines = head.Labels.Select((l, i) => text.Wrap(l, widths[i] - (2 * Pad), Size, PdfFace.Bold)).ToList();
        var height = (lines.Max(l => l.Count) * Leading) + 5;
        flow.Need(height + 30);
        flow.Canvas.Rectangle(PdfFlow.Left, flow.Y, flow.Width, height, Palette.Header);
        flow.Canvas.Decorating = again;
        Cells(lines, new PdfCellLook[lines.Count], height, PdfFace.Bold, Palette.White, "TH");
        flow.Canvas.Decorating = false;
        again = true;
        flow.Y += height;
    }

    private void Row(string[] cells, PdfCellLook[] looks, bool striped, PdfFace face)
    {
        var lines = new IReadOnlyList<string>[cells.Length];
        var most = 1;
        for (var i = 0; i < cells.Length; i++)
        {
            lines[i] = text.Wrap(cells[i], widths[i] - (2 * Pad), Size, face);
            if (lines[i].Count > MostLines) lines[i] = [.. lines[i].Take(MostLines - 1), $"… ({cells[i].Length} characters)"];
            most = Math.Max(most, lines[i].Count);
        }

        var height = (most * Leading) + 3.6;
        if (flow.Need(height)) Head();
        if (striped) flow.Canvas.Rectangle(PdfFlow.Left, flow.Y, flow.Width, height, Palette.Stripe);
        Cells(lines, looks, height, face, Palette.Ink, "TD");
        flow.Y += height;
        flow.Canvas.Line(PdfFlow.Left, flow.Y, flow.Right, flow.Y, 0.4, Palette.Border);
    }

    private void Totals(string[] totals, PdfCellLook[] looks)
    {
        Array.Clear(looks);
        if (totals[0].Length == 0) totals[0] = "Σ";
        if (flow.Need(Leading + 4)) Head();
        flow.Canvas.Line(PdfFlow.Left, flow.Y, flow.Right, flow.Y, 1, Palette.Header);
        Row(totals, looks, striped: false, PdfFace.Bold);
    }

    private void Cells(IReadOnlyList<IReadOnlyList<string>> lines, PdfCellLook[] looks, double height, PdfFace face, uint ink, string tag)
    {
        var tags = tagged && !flow.Canvas.Decorating;
        using var row = tags ? flow.Tags.In("TR") : default;
        var x = PdfFlow.Left;
        for (var i = 0; i < lines.Count; i++)
        {
            var look = looks[i];
            if (look.Colour != Colour.None) flow.Canvas.Rectangle(x, flow.Y, widths[i], height, Palette.Back(look.Colour));
            else if (look.Bar > 0) flow.Canvas.Rectangle(x, flow.Y + 1, widths[i] * look.Bar, height - 2, Palette.Bar);
            var colour = look.Colour == Colour.None ? ink : Palette.Text(look.Colour);
            using var cell = tags ? flow.Tags.In(tag, tag == "TH" ? "/A<</O/Table/Scope/Column>>" : "") : default;
            var align = head.Aligns[i];
            var at = align switch { Align.Right => x + widths[i] - Pad, Align.Center => x + (widths[i] / 2), _ => x + Pad };
            for (var n = 0; n < lines[i].Count; n++)
                flow.Canvas.Text(at, flow.Y + 2.4 + Size + (n * Leading), lines[i][n].TrimEnd(), new(Size, colour, align), face);
            x += widths[i];
        }
    }
}
