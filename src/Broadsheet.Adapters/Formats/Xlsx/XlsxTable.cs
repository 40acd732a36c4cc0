using System.Globalization;
using System.Text;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Adapters.Formats.Xlsx;

/// <summary>A query's rows on one sheet, and on the next after 1,048,576 rows. Widths come from the first rows.</summary>
internal sealed class XlsxTable(XlsxPackage package, ReportContent content, string name)
{
    private const int MostRows = 1_048_576;
    private const int MostColumns = 16_384;
    private const int Peeked = 200;
    private byte[][] letters = [];
    private XlsxColumn[] styles = [];
    private ColumnSpec?[] specs = [];
    private double[] widths = [];
    private string[] labels = [];
    private bool[] numeric = [];

    public async Task<long> WriteAsync(IRows rows, CancellationToken ct)
    {
        if (rows.Columns.Count > MostColumns)
            throw new ReportException(QueryProblem.TooMany(name, "columns, which is what a sheet holds", MostColumns, "too-many-columns"));
        Prepare(rows.Columns);
        var first = new Queue<Cell[]>();
        while (first.Count < Peeked && await rows.NextAsync(ct)) first.Enqueue(rows.Row.ToArray());
        Measure(first);
        var peek = first.Count == Peeked;
        long count = 0;
        var more = true;
        while (more)
        {
            await using var part = package.AddSheet(package.FreeName(TableView.Label(name)));
            var buffer = new Utf8Buffer(part);
            var row = 1;
            Head(buffer);
            var cells = new XlsxCells(buffer, content.Show);
            while (row < MostRows && (more = first.Count > 0 || (peek && await rows.NextAsync(ct))))
            {
                row++;
                Row(buffer, cells, row, first.TryDequeue(out var peeked) ? peeked : rows.Row);
                count++;
            }

            Foot(buffer, row);
            buffer.Flush();
            if (more) more = first.Count > 0 || peek;
        }

        return count;
    }

    private void Prepare(IReadOnlyList<Column> columns)
    {
        letters = [.. columns.Select((_, i) => Encoding.ASCII.GetBytes(XlsxColumn.Letters(i)))];
        specs = [.. columns.Select(c => content.Column(name, c.Name))];
        labels = [.. columns.Select((c, i) => specs[i]?.Label is { } label && !label.Contains("{{", StringComparison.Ordinal) ? label : c.Name)];
        styles = [.. specs.Select(s => Styles(s?.Format))];
        widths = [.. labels.Select(l => l.Length + 4.0)];
    }

    private XlsxColumn Styles(CellFormat? format)
    {
        var date = format is { Kind: CellFormatKind.Date or CellFormatKind.DateTime, Detail: { } own } ? own : content.Show.DatePattern;
        return new(
            XlsxStyles.Code(format) is { } code ? package.Styles.Of(code) : 0,
            package.Styles.Of(XlsxStyles.DateCode(date), left: true),
            package.Styles.Of(XlsxStyles.DateCode(format is { Kind: CellFormatKind.DateTime, Detail: not null } ? date : date + " HH:mm:ss"), left: true),
            package.Styles.Of("hh:mm:ss", left: true));
    }

    private void Measure(IReadOnlyCollection<Cell[]> rows)
    {
        numeric = [.. widths.Select((_, i) => rows.Any(r => r[i].IsNumber) && rows.All(r => r[i].IsNumber || r[i].IsNull))];
        foreach (var row in rows)
        {
            for (var i = 0; i < widths.Length; i++)
            {
                var length = row[i].Kind switch
                {
                    CellKind.Text => row[i].AsText().Length * 1.05,
                    CellKind.DateTime or CellKind.Instant => 19,
                    CellKind.Date => 11.5,
                    _ => content.Show.Show(row[i], specs[i]?.Format).Length,
                };
                widths[i] = Math.Max(widths[i], length + 1.5);
            }
        }
    }

    private void Head(Utf8Buffer buffer)
    {
        buffer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"u8);
        buffer.Write("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>"u8);
        for (var i = 0; i < widths.Length; i++)
        {
            var width = Math.Clamp(widths[i], 8, 60).ToString("0.##", CultureInfo.InvariantCulture);
            buffer.WriteText($"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{width}\" customWidth=\"1\"/>");
        }

        buffer.Write("</cols><sheetData><row r=\"1\" ht=\"18\" customHeight=\"1\">"u8);
        var cells = new XlsxCells(buffer, content.Show);
        for (var i = 0; i < labels.Length; i++) cells.Text(letters[i], 1, numeric[i] ? XlsxStyles.HeaderRight : XlsxStyles.Header, labels[i]);
        buffer.Write("</row>\n"u8);
    }

    private void Row(Utf8Buffer buffer, XlsxCells cells, int number, ReadOnlySpan<Cell> row)
    {
        buffer.Write("<row r=\""u8);
        buffer.WriteNumber(number);
        buffer.Write("\">"u8);
        for (var i = 0; i < row.Length; i++) cells.Write(letters[i], number, row[i], styles[i]);
        buffer.Write("</row>\n"u8);
    }

    private void Foot(Utf8Buffer buffer, int rows)
    {
        var last = XlsxColumn.Letters(labels.Length - 1);
        buffer.WriteText($"</sheetData><autoFilter ref=\"A1:{last}{rows}\"/>");
        package.Filter($"$A$1:${last}${rows}");
        var priority = 1;
        for (var i = 0; i < specs.Length; i++)
        {
            if (specs[i] is not { Rules.Count: > 0 } spec || rows == 1) continue;
            var column = XlsxColumn.Letters(i);
            buffer.WriteText($"<conditionalFormatting sqref=\"{column}2:{column}{rows}\">");
            foreach (var rule in spec.Rules) buffer.WriteText(Rule(rule, $"{column}2", priority++));
            buffer.Write("</conditionalFormatting>"u8);
        }

        buffer.Write("<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>"u8);
    }

    private string Rule(ColourRule rule, string first, int priority)
    {
        var value = rule.Value.IsNumber ? rule.Value.ToString() : $"\"{rule.Value.ToString().Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var sign = rule.Sign == "!=" ? "<>" : rule.Sign;
        var formula = XlsxText.Escape($"AND(NOT(ISBLANK({first})),{first}{sign}{value})");
        return $"<cfRule type=\"expression\" dxfId=\"{package.Styles.Of(rule.Colour)}\" priority=\"{priority}\" stopIfTrue=\"1\"><formula>{formula}</formula></cfRule>";
    }
}
