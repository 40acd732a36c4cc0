using System.Globalization;
using System.Text;
using Broadsheet.Core.Reports.Tables;
using NodaTime.Text;
using SQLitePCL;

namespace Broadsheet.Adapters.Sources.Sqlite;

/// <summary>
/// A column of a statement. Its type is its declaration's; an expression has none and takes what its first values are, texts
/// that are all ISO dates being dates. A value that does not fit stays what it is.
/// </summary>
internal sealed class SqliteColumn(sqlite3_stmt statement, int index)
{
    private readonly CellKind? declared = Declared(raw.sqlite3_column_decltype(statement, index).utf8_to_string());
    private CellKind? learnt;
    private bool alwaysDates = true;

    public string Name { get; } = raw.sqlite3_column_name(statement, index).utf8_to_string();

    public CellKind Type { get; private set; } = CellKind.Text;

    public bool IsSettled => declared is not null;

    /// <summary>The stored value as it is.</summary>
    public Cell Read() => raw.sqlite3_column_type(statement, index) switch
    {
        raw.SQLITE_INTEGER => Cell.Of(raw.sqlite3_column_int64(statement, index)),
        raw.SQLITE_FLOAT => Cell.Of(raw.sqlite3_column_double(statement, index)),
        raw.SQLITE_TEXT => Cell.Of(Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, index))),
        raw.SQLITE_BLOB => Cell.Of("0x" + System.Convert.ToHexString(raw.sqlite3_column_blob(statement, index))),
        _ => Cell.Null,
    };

    public void Learn(in Cell cell)
    {
        if (declared is not null || cell.IsNull) return;
        var kind = cell.Kind;
        if (kind == CellKind.Text && alwaysDates)
        {
            var parsed = Moment(cell.AsText());
            alwaysDates = !parsed.IsNull;
            if (alwaysDates) kind = parsed.Kind;
        }

        learnt = learnt is null || learnt == kind ? kind
            : learnt is CellKind.Integer or CellKind.Real && kind is CellKind.Integer or CellKind.Real ? CellKind.Real : CellKind.Text;
    }

    public void Settle() => Type = declared ?? learnt ?? CellKind.Text;

    /// <summary>The value as the column's type, where it is one.</summary>
    public Cell Convert(in Cell cell) => (Type, cell.Kind) switch
    {
        (CellKind.Boolean, CellKind.Integer) when cell.AsInteger() is 0 or 1 => Cell.Of(cell.AsInteger() == 1),
        (CellKind.Decimal, CellKind.Real) when Math.Abs(cell.AsReal()) < 1e15 => Cell.Of((decimal)cell.AsReal()),
        (CellKind.Real, CellKind.Integer) => Cell.Of((double)cell.AsInteger()),
        (CellKind.Date or CellKind.DateTime or CellKind.Instant, CellKind.Text) => Moment(cell.AsText()) is { IsNull: false } moment ? Fit(moment) : cell,
        _ => cell,
    };

    private Cell Fit(in Cell moment) => (Type, moment.Kind) switch
    {
        (CellKind.Date, CellKind.DateTime) when moment.AsDateTime().TimeOfDay == TimeSpan.Zero => Cell.Of(DateOnly.FromDateTime(moment.AsDateTime())),
        (CellKind.DateTime, CellKind.Date) => Cell.Of(moment.AsDate().ToDateTime(TimeOnly.MinValue)),
        _ => moment,
    };

    /// <summary>A date, a date with time, or one with an offset; null when the text is none of them.</summary>
    private static Cell Moment(string text)
    {
        if (text.Length is < 10 or > 35 || text[4] != '-' || !char.IsAsciiDigit(text[0])) return Cell.Null;
        if (text.Length == 10)
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? Cell.Of(date) : Cell.Null;
        if (text[10] is not (' ' or 'T')) return Cell.Null;
        var plain = text.AsSpan(11).IndexOfAny('Z', '+', '-') < 0;
        if (plain)
        {
            return DateTime.TryParseExact(text.Replace('T', ' '), (string[])["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFF"],
                CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? Cell.Of(local) : Cell.Null;
        }

        return OffsetDateTimePattern.ExtendedIso.Parse(text.Replace(' ', 'T')) is { Success: true, Value: var instant } ? Cell.Of(instant.ToInstant()) : Cell.Null;
    }

    private static CellKind? Declared(string? declaration)
    {
        if (string.IsNullOrWhiteSpace(declaration)) return null;
        var type = declaration.ToUpperInvariant();
        if (type.Contains("BOOL", StringComparison.Ordinal)) return CellKind.Boolean;
        if (type.Contains("DATETIME", StringComparison.Ordinal) || type.Contains("TIMESTAMP", StringComparison.Ordinal)) return CellKind.DateTime;
        if (type.Contains("DATE", StringComparison.Ordinal)) return CellKind.Date;
        if (type.Contains("INT", StringComparison.Ordinal)) return CellKind.Integer;
        if (type.Contains("CHAR", StringComparison.Ordinal) || type.Contains("TEXT", StringComparison.Ordinal) || type.Contains("CLOB", StringComparison.Ordinal)) return CellKind.Text;
        if (type.Contains("REAL", StringComparison.Ordinal) || type.Contains("FLOA", StringComparison.Ordinal) || type.Contains("DOUB", StringComparison.Ordinal)) return CellKind.Real;
        return type.Contains("DEC", StringComparison.Ordinal) || type.Contains("NUM", StringComparison.Ordinal) ? CellKind.Decimal : null;
    }
}
