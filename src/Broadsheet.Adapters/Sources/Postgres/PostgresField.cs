using System.Buffers.Binary;
using Broadsheet.Core.Reports.Tables;
using Npgsql;

namespace Broadsheet.Adapters.Sources.Postgres;

/// <summary>
/// One column of a result, read from the bytes as they came: for the types that most columns have this costs less than asking the driver
/// for a value. All other types are the driver's to read, and what is longer than there is room for.
/// Source: the send functions in PostgreSQL's utils/adt. Not thread-safe.
/// </summary>
internal sealed class PostgresField(int ordinal, string type)
{
    private const int EpochDay = 730_119;
    private const long EpochTicks = 630_822_816_000_000_000;
    private const long EpochUnixTicks = 9_466_848_000_000_000;
    private const int TicksAMicrosecond = 10;

    private readonly Func<NpgsqlDataReader, int, Cell> driver = PostgresTypes.Of(type).Read;
    private readonly RepeatedTexts texts = new();
    private readonly Wire wire = PostgresTypes.Bare(type) switch
    {
        "smallint" => Wire.Short,
        "integer" => Wire.Integer,
        "bigint" => Wire.Long,
        "double precision" => Wire.Real,
        "boolean" => Wire.Boolean,
        "date" => Wire.Date,
        "timestamp without time zone" => Wire.Local,
        "timestamp with time zone" => Wire.Instant,
        "numeric" => Wire.Numeric,
        "text" or "character varying" or "character" => Wire.Text,
        _ => Wire.Driver,
    };

    private enum Wire
    {
        Driver,
        Short,
        Integer,
        Long,
        Real,
        Boolean,
        Date,
        Local,
        Instant,
        Numeric,
        Text,
    }

    public CellKind Kind { get; } = PostgresTypes.Of(type).Kind;

    /// <summary>True for the types that are read here, false for those that only the driver reads.</summary>
    public bool IsRead => wire != Wire.Driver;

    /// <summary>Puts a value of such a type into its place, without the driver; returns the characters of a text, else zero.</summary>
    public int Read(ReadOnlySpan<byte> bytes, ref Cell cell)
    {
        if (TryRead(bytes, ref cell, out var characters)) return characters;
        cell = wire switch
        {
            Wire.Numeric => PostgresNumeric.Large(bytes),
            Wire.Date => Unusual(BinaryPrimitives.ReadInt32BigEndian(bytes), int.MinValue, int.MaxValue, -EpochDay, DateOnly.MaxValue.DayNumber - EpochDay, nameof(DateOnly)),
            _ => Unusual(BinaryPrimitives.ReadInt64BigEndian(bytes), long.MinValue, long.MaxValue, -EpochTicks / TicksAMicrosecond, long.MaxValue, nameof(DateTime)),
        };
        return cell.Kind == CellKind.Text ? cell.AsText().Length : 0;
    }

    /// <summary>Puts a value into its place; returns the characters of a text, else zero.</summary>
    /// <param name="scratch">Room for a value; one that does not fit is the driver's to read.</param>
    public int Read(NpgsqlDataReader reader, byte[] scratch, ref Cell cell)
    {
        if (reader.IsDBNull(ordinal))
        {
            cell = Cell.Null;
            return 0;
        }

        if (wire != Wire.Driver && (int)reader.GetBytes(ordinal, 0, scratch, 0, scratch.Length) is var length && length < scratch.Length)
            return Read(scratch.AsSpan(0, length), ref cell);
        cell = driver(reader, ordinal);
        return cell.Kind == CellKind.Text ? cell.AsText().Length : 0;
    }

    private bool TryRead(ReadOnlySpan<byte> bytes, ref Cell cell, out int characters)
    {
        characters = 0;
        switch (wire)
        {
            case Wire.Short:
                cell = Cell.Of((long)BinaryPrimitives.ReadInt16BigEndian(bytes));
                return true;
            case Wire.Integer:
                cell = Cell.Of((long)BinaryPrimitives.ReadInt32BigEndian(bytes));
                return true;
            case Wire.Long:
                cell = Cell.Of(BinaryPrimitives.ReadInt64BigEndian(bytes));
                return true;
            case Wire.Real:
                cell = Cell.Of(BinaryPrimitives.ReadDoubleBigEndian(bytes));
                return true;
            case Wire.Boolean:
                cell = Cell.Of(bytes[0] != 0);
                return true;
            case Wire.Text:
                var text = texts.Read(bytes);
                characters = text.Length;
                cell = Cell.Of(text);
                return true;
            case Wire.Numeric:
                return PostgresNumeric.TryDecimal(bytes, ref cell);
            case Wire.Date:
                return TryDate(BinaryPrimitives.ReadInt32BigEndian(bytes), ref cell);
            default:
                return TryMoment(BinaryPrimitives.ReadInt64BigEndian(bytes), ref cell);
        }
    }

    /// <summary>A time that is none of ours, as the driver has it: both ends of what it can hold are its infinities too.</summary>
    private static Cell Unusual(long value, long past, long future, long first, long last, string name) =>
        value == future || value == last ? Cell.Of("infinity") : value == past || value == first ? Cell.Of("-infinity")
            : throw new InvalidCastException($"Out of range of {name} (year must be between 1 and 9999)");

    private static bool TryDate(long days, ref Cell cell)
    {
        var day = days + EpochDay;
        var ours = day > DateOnly.MinValue.DayNumber && day < DateOnly.MaxValue.DayNumber;
        if (ours) cell = Cell.FromBits(CellKind.Date, day);
        return ours;
    }

    /// <param name="microseconds">Since 2000.</param>
    private bool TryMoment(long microseconds, ref Cell cell)
    {
        var ours = microseconds > -EpochTicks / TicksAMicrosecond && microseconds <= (DateTime.MaxValue.Ticks - EpochTicks) / TicksAMicrosecond;
        if (ours)
            cell = wire == Wire.Local ? Cell.FromBits(CellKind.DateTime, (microseconds * TicksAMicrosecond) + EpochTicks) : Cell.FromBits(CellKind.Instant, (microseconds * TicksAMicrosecond) + EpochUnixTicks);
        return ours;
    }
}
