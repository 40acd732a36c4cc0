using System.Globalization;
using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Adapters.Formats.Xlsx;

/// <summary>Cells of one sheet: numbers as numbers, dates as dates, text never a formula; what Excel would spoil goes as text.</summary>
internal sealed class XlsxCells(Utf8Buffer buffer, CellText show)
{
    private const long MostDigits = 999_999_999_999_999;
    private const int Epoch = 693_593;

    private const long Billion = 1_000_000_000;

    /// <summary>March 1900: before it Excel counts a day that never was.</summary>
    private const int FirstDay = 61;

    private static readonly long[] Units = [.. Enumerable.Range(0, 16).Select(n => (long)Math.Pow(10, n))];
    private readonly byte[] rowText = new byte[16];
    private int rowDigits;
    private int current = -1;

    /// <summary>Writes <c>column</c><c>row</c> in a style, or nothing for null.</summary>
    public void Write(ReadOnlySpan<byte> column, int row, in Cell cell, in XlsxColumn styles)
    {
        switch (cell.Kind)
        {
            case CellKind.Null:
                break;
            case CellKind.Integer when cell.AsInteger() is >= -MostDigits and <= MostDigits:
                Number(column, row, styles.Number, cell.AsInteger());
                break;
            case CellKind.Real when double.IsFinite(cell.AsReal()):
                Number(column, row, styles.Number, cell.AsReal());
                break;
            case CellKind.Decimal when Fits(cell.AsDecimal(), out var digits):
                Start(column, row, styles.Number);
                buffer.Write("\"><v>"u8);
                Decimal(digits, cell.AsDecimal());
                buffer.Write("</v></c>"u8);
                break;
            case CellKind.Boolean:
                Start(column, row, 0);
                buffer.Write(cell.AsBoolean() ? "\" t=\"b\"><v>1</v></c>"u8 : "\" t=\"b\"><v>0</v></c>"u8);
                break;
            case CellKind.Date when cell.AsDate().DayNumber - Epoch >= FirstDay:
                Number(column, row, styles.Date, cell.AsDate().DayNumber - Epoch);
                break;
            case CellKind.DateTime:
                Moment(column, row, cell.AsDateTime(), cell, styles);
                break;
            case CellKind.Instant:
                Moment(column, row, show.Local(cell.AsInstant()), cell, styles);
                break;
            case CellKind.Time:
                Number(column, row, styles.Time, cell.AsTime().Ticks / (double)TimeSpan.TicksPerDay);
                break;
            default:
                Text(column, row, 0, cell.Kind == CellKind.Text ? cell.AsText() : show.Show(cell));
                break;
        }
    }

    public void Text(ReadOnlySpan<byte> column, int row, int style, string text)
    {
        Start(column, row, style);
        var edges = text.Length > 0 && (text[0] <= ' ' || text[^1] <= ' ' || text.Contains('\n', StringComparison.Ordinal) || text.Contains("  ", StringComparison.Ordinal));
        buffer.Write(edges ? "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8 : "\" t=\"inlineStr\"><is><t>"u8);
        XlsxText.Write(buffer, XlsxText.Cut(text));
        buffer.Write("</t></is></c>"u8);
    }

    /// <summary>Days since Excel's epoch with nine decimals, which is a tenth of a millisecond.</summary>
    private void Moment(ReadOnlySpan<byte> column, int row, DateTime local, in Cell cell, in XlsxColumn styles)
    {
        var fraction = ((local.Ticks % TimeSpan.TicksPerDay) + 432) / 864;
        var days = (local.Ticks / TimeSpan.TicksPerDay) - Epoch + (fraction / Billion);
        if (days < FirstDay)
        {
            Text(column, row, 0, cell.ToString());
            return;
        }

        Start(column, row, styles.Moment);
        buffer.Write("\"><v>"u8);
        buffer.WriteNumber(days);
        if (fraction % Billion != 0) Fraction(fraction % Billion, 9);
        buffer.Write("</v></c>"u8);
    }

    /// <summary>At most fifteen digits, so its parts are whole numbers of the processor.</summary>
    private void Decimal(long digits, decimal value)
    {
        if (value.Scale is 0 or > 15)
        {
            buffer.WriteNumber(value);
            return;
        }

        if (decimal.IsNegative(value) && digits != 0) buffer.Write((byte)'-');
        var unit = Units[value.Scale];
        buffer.WriteNumber(digits / unit);
        Fraction(digits % unit, value.Scale);
    }

    private void Fraction(long digits, int places)
    {
        Span<byte> text = stackalloc byte[16];
        text[0] = (byte)'.';
        for (var i = places; i > 0; i--)
        {
            text[i] = (byte)('0' + (digits % 10));
            digits /= 10;
        }

        buffer.Write(text[..(places + 1)]);
    }

    private void Number(ReadOnlySpan<byte> column, int row, int style, double value)
    {
        Start(column, row, style);
        buffer.Write("\"><v>"u8);
        buffer.WriteReal(value);
        buffer.Write("</v></c>"u8);
    }

    private void Number<T>(ReadOnlySpan<byte> column, int row, int style, T value)
        where T : IUtf8SpanFormattable
    {
        Start(column, row, style);
        buffer.Write("\"><v>"u8);
        buffer.WriteNumber(value);
        buffer.Write("</v></c>"u8);
    }

    private void Start(ReadOnlySpan<byte> column, int row, int style)
    {
        buffer.Write("<c r=\""u8);
        buffer.Write(column);
        if (row != current)
        {
            current = row;
            row.TryFormat(rowText, out rowDigits, default, CultureInfo.InvariantCulture);
        }

        buffer.Write(rowText.AsSpan(0, rowDigits));
        if (style == 0) return;
        buffer.Write("\" s=\""u8);
        buffer.WriteNumber(style);
    }

    private static bool Fits(decimal value, out long digits)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        digits = ((long)parts[1] << 32) | (uint)parts[0];
        return parts[2] == 0 && digits is >= 0 and <= MostDigits;
    }
}
