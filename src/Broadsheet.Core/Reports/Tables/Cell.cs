using System.Globalization;
using System.Runtime.InteropServices;
using NodaTime;

namespace Broadsheet.Core.Reports.Tables;

/// <summary>
/// One value of a row, 32 bytes, nothing boxed. Its own <see cref="Kind"/> counts, not the column's: SQLite may put a text
/// into a column of numbers, and it stays that text. Immutable; default is null.
/// </summary>
[StructLayout(LayoutKind.Explicit)]
public readonly struct Cell : IEquatable<Cell>
{
    [FieldOffset(0)] private readonly string? text;
    [FieldOffset(8)] private readonly long bits;
    [FieldOffset(8)] private readonly double real;
    [FieldOffset(8)] private readonly decimal number;
    [FieldOffset(24)] private readonly CellKind kind;

    private Cell(CellKind kind, long bits) => (this.kind, this.bits) = (kind, bits);

    private Cell(string text) => (kind, this.text) = (CellKind.Text, text);

    private Cell(double real) => (kind, this.real) = (CellKind.Real, real);

    private Cell(decimal number) => (kind, this.number) = (CellKind.Decimal, number);

    public CellKind Kind => kind;

    public bool IsNull => kind == CellKind.Null;

    /// <summary>True for the three kinds one can add up.</summary>
    public bool IsNumber => kind is CellKind.Integer or CellKind.Decimal or CellKind.Real;

    public static Cell Null => default;

    public static Cell Of(string? text) => text is null ? default : new(text);

    public static Cell Of(long value) => new(CellKind.Integer, value);

    public static Cell Of(double value) => new(value);

    public static Cell Of(decimal value) => new(value);

    public static Cell Of(bool value) => new(CellKind.Boolean, value ? 1 : 0);

    public static Cell Of(DateOnly value) => new(CellKind.Date, value.DayNumber);

    public static Cell Of(LocalDate value) => Of(value.ToDateOnly());

    /// <summary>A local date and time; the <see cref="System.DateTime.Kind"/> is ignored.</summary>
    public static Cell Of(DateTime value) => new(CellKind.DateTime, value.Ticks);

    public static Cell Of(Instant value) => new(CellKind.Instant, value.ToUnixTimeTicks());

    public static Cell Of(TimeOnly value) => new(CellKind.Time, value.Ticks);

    /// <summary>The text; only for <see cref="CellKind.Text"/>.</summary>
    public string AsText() => text!;

    public long AsInteger() => bits;

    public double AsReal() => real;

    public decimal AsDecimal() => number;

    public bool AsBoolean() => bits != 0;

    public DateOnly AsDate() => DateOnly.FromDayNumber((int)bits);

    public DateTime AsDateTime() => new(bits, DateTimeKind.Unspecified);

    public Instant AsInstant() => Instant.FromUnixTimeTicks(bits);

    public TimeOnly AsTime() => new(bits);

    /// <summary>The eight bytes a whole number, a flag or a time is kept in; for spools and digests.</summary>
    public long Bits => bits;

    /// <summary>True with the nearest double for the three kinds of number and for booleans; NaN is false.</summary>
    public bool TryNumber(out double value)
    {
        value = kind switch
        {
            CellKind.Integer or CellKind.Boolean => bits,
            CellKind.Decimal => (double)number,
            CellKind.Real => real,
            _ => double.NaN,
        };
        return !double.IsNaN(value);
    }

    /// <summary>Rebuilds a cell kept as its kind and <see cref="Bits"/>; not for text or decimals.</summary>
    public static Cell FromBits(CellKind kind, long bits) =>
        kind == CellKind.Real ? new(BitConverter.Int64BitsToDouble(bits)) : new(kind, bits);

    /// <summary>Less than zero when the first sorts before the second: nulls first, then numbers by value, times by time, text by code unit.</summary>
    public static int Compare(in Cell a, in Cell b)
    {
        if (a.kind == b.kind && a.kind != CellKind.Text)
        {
            if (a.kind == CellKind.Decimal) return a.number.CompareTo(b.number);
            if (a.kind != CellKind.Real) return a.bits.CompareTo(b.bits);
            if (a.real < b.real) return -1;
            if (a.real > b.real) return 1;
            return double.IsNaN(a.real) || double.IsNaN(b.real) ? a.bits.CompareTo(b.bits) : 0;
        }

        if (a.TryNumber(out var x) && b.TryNumber(out var y)) return x.CompareTo(y);
        if (a.kind == CellKind.Text && b.kind == CellKind.Text) return string.CompareOrdinal(a.text, b.text);
        return a.kind.CompareTo(b.kind);
    }

    public bool Equals(Cell other) => kind == other.kind && kind switch
    {
        CellKind.Text => text == other.text,
        CellKind.Decimal => number == other.number,
        _ => bits == other.bits,
    };

    public override bool Equals(object? obj) => obj is Cell other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(kind, text, bits);

    /// <summary>The invariant text: ISO dates, a point for decimals; what CSV and JSON write.</summary>
    public override string ToString() => kind switch
    {
        CellKind.Null => "",
        CellKind.Text => text!,
        CellKind.Integer => bits.ToString(CultureInfo.InvariantCulture),
        CellKind.Decimal => number.ToString(CultureInfo.InvariantCulture),
        CellKind.Real => real.ToString("R", CultureInfo.InvariantCulture),
        CellKind.Boolean => bits != 0 ? "true" : "false",
        CellKind.Date => AsDate().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CellKind.DateTime => AsDateTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        CellKind.Instant => NodaTime.Text.InstantPattern.ExtendedIso.Format(AsInstant()),
        CellKind.Time => AsTime().ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
    };

    public static bool operator ==(Cell left, Cell right) => left.Equals(right);

    public static bool operator !=(Cell left, Cell right) => !left.Equals(right);
}
