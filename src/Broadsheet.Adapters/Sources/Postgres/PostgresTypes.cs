using System.Globalization;
using Broadsheet.Core.Reports.Tables;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Broadsheet.Adapters.Sources.Postgres;

/// <summary>PostgreSQL's types and ours, both ways.</summary>
internal static class PostgresTypes
{
    private static readonly (CellKind, Func<NpgsqlDataReader, int, Cell>) Text = (CellKind.Text, (r, i) => Cell.Of(r.GetString(i)));

    /// <summary>What a column of the type holds, and how to read it without boxing.</summary>
    public static (CellKind Kind, Func<NpgsqlDataReader, int, Cell> Read) Of(string type) => Bare(type) switch
    {
        "smallint" => (CellKind.Integer, (r, i) => Cell.Of((long)r.GetInt16(i))),
        "integer" => (CellKind.Integer, (r, i) => Cell.Of((long)r.GetInt32(i))),
        "bigint" => (CellKind.Integer, (r, i) => Cell.Of(r.GetInt64(i))),
        "oid" or "xid" or "cid" => (CellKind.Integer, (r, i) => Cell.Of((long)r.GetFieldValue<uint>(i))),
        "numeric" => (CellKind.Decimal, Numeric),
        "money" => (CellKind.Decimal, (r, i) => Cell.Of(r.GetDecimal(i))),
        "real" => (CellKind.Real, (r, i) => Cell.Of(double.Parse(r.GetFloat(i).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))),
        "double precision" => (CellKind.Real, (r, i) => Cell.Of(r.GetDouble(i))),
        "boolean" => (CellKind.Boolean, (r, i) => Cell.Of(r.GetBoolean(i))),
        "date" => (CellKind.Date, Date),
        "timestamp without time zone" => (CellKind.DateTime, (r, i) => Moment(r.GetDateTime(i), t => Cell.Of(t))),
        "timestamp with time zone" => (CellKind.Instant, (r, i) => Moment(r.GetDateTime(i), t => Cell.Of(Instant.FromDateTimeUtc(DateTime.SpecifyKind(t, DateTimeKind.Utc))))),
        "time without time zone" => (CellKind.Time, (r, i) => Cell.Of(r.GetFieldValue<TimeOnly>(i))),
        "uuid" => (CellKind.Text, (r, i) => Cell.Of(r.GetGuid(i).ToString())),
        "bytea" => (CellKind.Text, (r, i) => Cell.Of("0x" + Convert.ToHexString(r.GetFieldValue<byte[]>(i)))),
        "interval" => (CellKind.Text, (r, i) => Cell.Of(Interval(r.GetFieldValue<NpgsqlInterval>(i)))),
        var list when list.EndsWith("[]", StringComparison.Ordinal) => (CellKind.Text, (r, i) => Cell.Of(List((Array)r.GetValue(i)))),
        _ => Text,
    };

    /// <summary>A value to bind. A text is text: where another type is meant, the SQL casts it (<c>@id::uuid</c>).</summary>
    public static NpgsqlParameter Parameter(CellKind type, in Cell cell) => type switch
    {
        CellKind.Decimal when cell.Kind == CellKind.Decimal && decimal.IsInteger(cell.AsDecimal()) && Math.Abs(cell.AsDecimal()) <= long.MaxValue =>
            new NpgsqlParameter<long> { TypedValue = (long)cell.AsDecimal(), NpgsqlDbType = NpgsqlDbType.Bigint },
        CellKind.Decimal => new NpgsqlParameter { Value = cell.IsNull ? DBNull.Value : cell.AsDecimal(), NpgsqlDbType = NpgsqlDbType.Numeric },
        CellKind.Boolean => new NpgsqlParameter { Value = cell.IsNull ? DBNull.Value : cell.AsBoolean(), NpgsqlDbType = NpgsqlDbType.Boolean },
        CellKind.Date => new NpgsqlParameter { Value = cell.IsNull ? DBNull.Value : cell.AsDate(), NpgsqlDbType = NpgsqlDbType.Date },
        _ => new NpgsqlParameter { Value = cell.IsNull ? DBNull.Value : cell.ToString(), NpgsqlDbType = NpgsqlDbType.Text },
    };

    /// <summary>The type's name without its size and schema.</summary>
    public static string Bare(string type)
    {
        var bracket = type.IndexOf('(', StringComparison.Ordinal);
        var name = bracket < 0 ? type : type[..bracket] + type[(type.IndexOf(')', bracket) + 1)..];
        return name.StartsWith("pg_catalog.", StringComparison.Ordinal) ? name["pg_catalog.".Length..] : name;
    }

    /// <summary>A decimal where it fits 28 digits; NaN and infinity as doubles; else the digits as text.</summary>
    private static Cell Numeric(NpgsqlDataReader reader, int column)
    {
        try
        {
            return Cell.Of(reader.GetDecimal(column));
        }
        catch (Exception tooLarge) when (tooLarge is OverflowException or InvalidCastException or IndexOutOfRangeException)
        {
            using var stream = reader.GetStream(column);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return PostgresNumeric.Read(bytes);
        }
    }

    private static Cell Date(NpgsqlDataReader reader, int column)
    {
        var date = reader.GetFieldValue<DateOnly>(column);
        return date == DateOnly.MaxValue ? Cell.Of("infinity") : date == DateOnly.MinValue ? Cell.Of("-infinity") : Cell.Of(date);
    }

    private static Cell Moment(DateTime time, Func<DateTime, Cell> finite) =>
        time == DateTime.MaxValue ? Cell.Of("infinity") : time == DateTime.MinValue ? Cell.Of("-infinity") : finite(time);

    private static string Interval(NpgsqlInterval interval)
    {
        var time = TimeSpan.FromMicroseconds(interval.Time);
        var parts = new List<string>();
        if (interval.Months != 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{interval.Months} months"));
        if (interval.Days != 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{interval.Days} days"));
        if (time != TimeSpan.Zero || parts.Count == 0) parts.Add(time.ToString("c", CultureInfo.InvariantCulture));
        return string.Join(' ', parts);
    }

    private static string List(Array items) =>
        string.Join(", ", items.Cast<object?>().Select(i => Convert.ToString(i, CultureInfo.InvariantCulture)));
}
