using System.Globalization;
using System.Runtime.CompilerServices;
using NodaTime;

namespace Broadsheet.Core.Reports.Tables;

/// <summary>
/// One value of a row, 32 bytes, nothing boxed. Its own <see cref="Kind"/> counts, not the column's: SQLite may put a text
/// into a column of numbers, and it stays that text. Immutable; default is null.
/// </summary>
public readonly struct Cell : IEquatable<Cell>
{
    private readonly string? text;
    private readonly long bits;

    /// <summary>A decimal's second half. None of the fields overlap: the compiler can then keep each in a register.</summary>
    private readonly long rest;
    private readonly CellKind kind;

    private Cell(CellKind kind, long bits) => (this.kind, this.bits) = (kind, bits);

    private Cell(string text) => (kind, this.text) = (CellKind.Text, text);

    private Cell(decimal number) => (kind, (bits, rest)) = (CellKind.Decimal, Unsafe.BitCast<decimal, (long, long)>(number));

    public CellKind Kind => kind;

    public bool IsNull => kind == CellKind.Null;

    /// <summary>True for the three kinds one can add up.</summary>
    public bool IsNumber => kind is CellKind.Integer or CellKind.Decimal or CellKind.Real;

    public static Cell Null => default;

    public static Cell Of(string? text) => text is null ? default : new(text);

    public static Cell Of(long value) => new(CellKind.Integer, value);

    public static Cell Of(double value) => new(CellKind.Real, BitConverter.DoubleToInt64Bits(value));

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

    public double AsReal() => BitConverter.Int64BitsToDouble(bits);

    public decimal AsDecimal() => Unsafe.BitCast<(long, long), decimal>((bits, rest));

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
            CellKind.Decimal => (double)AsDecimal(),
            CellKind.Real => AsReal(),
            _ => double.NaN,
        };
        return !double.IsNaN(value);
    }

    /// <summary>Rebuilds a cell kept as its kind and <see cref="Bits"/>; not for text or decimals.</summary>
    public static Cell FromBits(CellKind kind, long bits) => new(kind, bits);

    /// <summary>Less than zero when the first sorts before the second: nulls first, then numbers by value, times by time, text by code unit.</summary>
    public static int Compare(in Cell a, in Cell b)
    {
        if (a.kind == b.kind && a.kind != CellKind.Text)
        {
            if (a.kind == CellKind.Decimal) return a.AsDecimal().CompareTo(b.AsDecimal());
            if (a.kind != CellKind.Real) return a.bits.CompareTo(b.bits);
            var (left, right) = (a.AsReal(), b.AsReal());
            if (left < right) return -1;
            if (left > right) return 1;
            return double.IsNaN(left) || double.IsNaN(right) ? a.bits.CompareTo(b.bits) : 0;
        }

        if (a.kind == CellKind.Text && b.kind == CellKind.Text) return string.CompareOrdinal(a.text, b.text);
        return a.TryNumber(out var x) && b.TryNumber(out var y) ? x.CompareTo(y) : a.kind.CompareTo(b.kind);
    }

    /// <summary>True where <see cref="Compare"/> puts it between the two, or beside one, as far as that is seen at a glance; else false.</summary>
    internal bool IsWithin(in Cell low, in Cell high)
    {
        if (kind != low.kind || kind != high.kind) return false;
        switch (kind)
        {
            case CellKind.Text:
                return text!.Length > 0 && low.text!.Length > 0 && high.text!.Length > 0 && text[0] > low.text[0] && text[0] < high.text[0];
            case CellKind.Decimal:
                // The first half has sign, scale and upper digits: with one above zero for all three, the lower digits decide.
                return bits == low.bits && bits == high.bits && (int)bits >= 0 && (ulong)rest >= (ulong)low.rest && (ulong)rest <= (ulong)high.rest;
            case CellKind.Real:
                return AsReal() >= low.AsReal() && AsReal() <= high.AsReal();
            default:
                return bits >= low.bits && bits <= high.bits;
        }
    }

    public bool Equals(Cell other) => kind == other.kind && kind switch
    {
        CellKind.Text => text == other.text,
        CellKind.Decimal => AsDecimal() == other.AsDecimal(),
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
        CellKind.Decimal => AsDecimal().ToString(CultureInfo.InvariantCulture),
        CellKind.Real => AsReal().ToString("R", CultureInfo.InvariantCulture),
        CellKind.Boolean => bits != 0 ? "true" : "false",
        CellKind.Date => AsDate().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CellKind.DateTime => AsDateTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        CellKind.Instant => NodaTime.Text.InstantPattern.ExtendedIso.Format(AsInstant()),
        CellKind.Time => AsTime().ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
    };

    public static bool operator ==(Cell left, Cell right) => left.Equals(right);

    public static bool operator !=(Cell left, Cell right) => !left.Equals(right);
}
