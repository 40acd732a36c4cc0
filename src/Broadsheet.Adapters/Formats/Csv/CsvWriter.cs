using System.Buffers;
using System.Globalization;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Adapters.Formats.Csv;

/// <summary>Cells to lines. A text that a spreadsheet would run as a formula gets a leading apostrophe, unless the options ask for raw.</summary>
internal sealed class CsvWriter
{
    private readonly Utf8Buffer buffer;
    private readonly CsvOptions options;
    private readonly SearchValues<char> special;

    public CsvWriter(Stream output, CsvOptions options)
    {
        this.options = options;
        buffer = new(output);
        special = SearchValues.Create(['"', '\r', '\n', options.Separator]);
        if (options.Bom) buffer.Write("\uFEFF"u8);
    }

    public void WriteHeader(IReadOnlyList<Column> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0) buffer.Write((byte)options.Separator);
            WriteText(columns[i].Name);
        }

        EndLine();
    }

    public void WriteRow(ReadOnlySpan<Cell> row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (i > 0) buffer.Write((byte)options.Separator);
            Write(row[i]);
        }

        EndLine();
    }

    public void Flush() => buffer.Flush();

    private void Write(in Cell cell)
    {
        switch (cell.Kind)
        {
            case CellKind.Null:
                break;
            case CellKind.Text:
                WriteText(cell.AsText());
                break;
            case CellKind.Integer:
                buffer.WriteInteger(cell.AsInteger());
                break;
            case CellKind.Decimal:
                buffer.WriteDecimal(cell.AsDecimal());
                break;
            case CellKind.Real:
                buffer.WriteReal(cell.AsReal());
                break;
            case CellKind.Boolean:
                buffer.Write(cell.AsBoolean() ? "true"u8 : "false"u8);
                break;
            case CellKind.Date:
                buffer.WriteDate(cell.AsDate());
                break;
            case CellKind.DateTime:
                buffer.WriteDateTime(cell.AsDateTime());
                break;
            default:
                WriteText(cell.ToString());
                break;
        }
    }

    private void WriteText(ReadOnlySpan<char> text)
    {
        var formula = text.Length > 0 && text[0] <= '@' && !options.Raw && IsFormula(text);
        if (!formula && text.Length > 0 && text[0] != ' ' && text[^1] != ' ' && !text.ContainsAny(special))
        {
            buffer.WriteText(text);
            return;
        }

        buffer.Write((byte)'"');
        if (formula) buffer.Write((byte)'\'');
        while (text.IndexOf('"') is >= 0 and var quote)
        {
            buffer.WriteText(text[..(quote + 1)]);
            buffer.Write((byte)'"');
            text = text[(quote + 1)..];
        }

        buffer.WriteText(text);
        buffer.Write((byte)'"');
    }

    private static bool IsFormula(ReadOnlySpan<char> text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n'
        && !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _)
        && !(text[0] is '+' or '-' && text[1..].IndexOfAnyExceptInRange('0', '9') < 0 && text.Length > 1);

    private void EndLine() => buffer.Write(options.LineFeedOnly ? "\n"u8 : "\r\n"u8);
}
