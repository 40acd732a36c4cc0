using System.Buffers.Binary;
using Broadsheet.Core.Reports.Tables;
using Npgsql;

namespace Broadsheet.Adapters.Sources.Postgres;

/// <summary>
/// One column of a result, read from the bytes as they came: for the types that most columns have this costs less than asking the driver
/// for a value. What is special (an infinity, a year beyond ours, a number beyond a decimal) and all other types are the driver's to read.
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

    /// <param name="scratch">Room for a value; one that does not fit is the driver's to read.</param>
    public Cell Read(NpgsqlDataReader reader, byte[] scratch)
    {
        if (reader.IsDBNull(ordinal)) return Cell.Null;
        if (wire == Wire.Driver) return driver(reader, ordinal);
        var length = (int)reader.GetBytes(ordinal, 0, scratch, 0, scratch.Length);
        return length < scratch.Length && TryRead(scratch.AsSpan(0, length), out var cell) ? cell : driver(reader, ordinal);
    }

    private bool TryRead(ReadOnlySpan<byte> bytes, out Cell cell)
    {
        cell = default;
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
                cell = Cell.Of(texts.Read(bytes));
                return true;
            case Wire.Numeric:
                return PostgresNumeric.TryDecimal(bytes, out cell);
            case Wire.Date:
                return TryDate(BinaryPrimitives.ReadInt32BigEndian(bytes), out cell);
            default:
                return TryMoment(BinaryPrimitives.ReadInt64BigEndian(bytes), out cell);
        }
    }

    private static bool TryDate(long days, out Cell cell)
    {
        var day = days + EpochDay;
        var ours = day > DateOnly.MinValue.DayNumber && day < DateOnly.MaxValue.DayNumber;
        cell = ours ? Cell.FromBits(CellKind.Date, day) : default;
        return ours;
    }

    /// <param name="microseconds">Since 2000.</param>
    private bool TryMoment(long microseconds, out Cell cell)
    {
        var ours = microseconds > -EpochTicks / TicksAMicrosecond && microseconds < (DateTime.MaxValue.Ticks - EpochTicks) / TicksAMicrosecond;
        cell = !ours ? default : wire == Wire.Local ? Cell.FromBits(CellKind.DateTime, (microseconds * TicksAMicrosecond) + EpochTicks)
            : Cell.FromBits(CellKind.Instant, (microseconds * TicksAMicrosecond) + EpochUnixTicks);
        return ours;
    }
}
