using System.Globalization;
using Broadsheet.Core.Reports.Tables;
using NodaTime;

namespace Broadsheet.Core.Reports.Formatting;

/// <summary>
/// Cells as people read them, in the report's locale and zone. Without a locale: 1,234.5 and 2026-11-16. Thread-safe.
/// </summary>
public sealed class CellText
{
    private const string IsoDate = "yyyy-MM-dd";
    private readonly NumberFormatInfo numbers;
    private readonly string dateFormat;
    private readonly string timeFormat;
    private readonly string minuteFormat;
    private readonly string secondFormat;

    /// <summary><paramref name="locale"/> is a BCP 47 name that <see cref="IsLocale"/> accepts, or null.</summary>
    public CellText(string? locale, DateTimeZone zone)
    {
        Culture = locale is null ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(locale);
        Zone = zone;
        Locale = locale ?? "en";
        numbers = (NumberFormatInfo)Culture.NumberFormat.Clone();
        numbers.PercentPositivePattern = locale is null ? 1 : numbers.PercentPositivePattern;
        numbers.PercentNegativePattern = locale is null ? 1 : numbers.PercentNegativePattern;
        (dateFormat, timeFormat) = locale is null
            ? (IsoDate, "HH:mm") : (Culture.DateTimeFormat.ShortDatePattern, Culture.DateTimeFormat.ShortTimePattern);
        minuteFormat = $"{dateFormat} {timeFormat}";
        secondFormat = $"{dateFormat} {timeFormat.Replace("mm", "mm:ss", StringComparison.Ordinal)}";
    }

    public CultureInfo Culture { get; }

    public DateTimeZone Zone { get; }

    /// <summary>For <c>lang</c> attributes.</summary>
    public string Locale { get; }

    /// <summary>The locale's date pattern, for workbooks.</summary>
    public string DatePattern => dateFormat;

    /// <summary>True when the platform knows the locale.</summary>
    public static bool IsLocale(string name)
    {
        try
        {
            return name.Length is > 1 and < 20 && !CultureInfo.GetCultureInfo(name, predefinedOnly: true).Equals(CultureInfo.InvariantCulture);
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The value in <paramref name="format"/>; a format that does not fit the kind is ignored. Null is empty.</summary>
    public string Show(in Cell cell, CellFormat? format = null)
    {
        var how = format ?? CellFormat.General;
        if (cell.IsNumber && how.Kind is not (CellFormatKind.General or CellFormatKind.Date or CellFormatKind.DateTime)) return Number(cell, how);
        return cell.Kind switch
        {
            CellKind.Null => "",
            CellKind.Text => cell.AsText(),
            CellKind.Integer => cell.AsInteger().ToString(numbers),
            CellKind.Decimal => cell.AsDecimal().ToString(numbers),
            CellKind.Real => Real(cell.AsReal()),
            CellKind.Boolean => cell.AsBoolean() ? "yes" : "no",
            CellKind.Date => Date(cell.AsDate().ToDateTime(TimeOnly.MinValue), how, withTime: false),
            CellKind.DateTime => Date(cell.AsDateTime(), how, withTime: true),
            CellKind.Instant => Date(Local(cell.AsInstant()), how, withTime: true),
            CellKind.Time => cell.AsTime().ToString(cell.AsTime().Second == 0 ? timeFormat : "HH:mm:ss", Culture),
        };
    }

    /// <summary>The wall clock of the report's zone.</summary>
    public DateTime Local(Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks() + Zone.GetUtcOffset(instant).Ticks + DateTime.UnixEpoch.Ticks;
        return new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks));
    }

    /// <summary>A point on the time line with its zone, for footers: <c>2026-11-23 09:00 CET</c>.</summary>
    public string Moment(Instant instant) =>
        instant.InZone(Zone).ToString("uuuu-MM-dd HH:mm x", CultureInfo.InvariantCulture);

    private string Number(in Cell cell, CellFormat how)
    {
        if (cell.Kind == CellKind.Real && !double.IsFinite(cell.AsReal())) return Real(cell.AsReal());
        var fixedDigits = "N" + how.Decimals.ToString(CultureInfo.InvariantCulture);
        return how.Kind switch
        {
            CellFormatKind.Number => Exact(cell, fixedDigits),
            CellFormatKind.Percent => Exact(cell, "P" + how.Decimals.ToString(CultureInfo.InvariantCulture)),
            CellFormatKind.Currency => Money(Exact(cell, fixedDigits), how.Detail!),
            CellFormatKind.Short => Short(cell, [("", 1), ("k", 1e3), ("M", 1e6), ("G", 1e9)], ""),
            CellFormatKind.Bytes => Short(cell, [("B", 1), ("KB", 1024), ("MB", 1048576), ("GB", 1073741824)], " "),
            CellFormatKind.General or CellFormatKind.Date or CellFormatKind.DateTime => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private string Exact(in Cell cell, string format) => cell.Kind switch
    {
        CellKind.Integer => cell.AsInteger().ToString(format, numbers),
        CellKind.Decimal => cell.AsDecimal().ToString(format, numbers),
        _ => cell.AsReal().ToString(format, numbers),
    };

    private string Money(string number, string currency)
    {
        var sign = currency switch { "EUR" => "€", "USD" => "$", "GBP" => "£", "JPY" => "¥", "PLN" => "zł", _ => currency };
        return numbers.CurrencyPositivePattern is 0 or 2 || Culture.Equals(CultureInfo.InvariantCulture)
            ? (number[0] == '-' ? $"-{sign}{number[1..]}" : sign + (sign.Length > 1 ? " " : "") + number)
            : $"{number} {sign}";
    }

    private string Short(in Cell cell, ReadOnlySpan<(string Suffix, double Size)> units, string gap)
    {
        cell.TryNumber(out var value);
        var unit = units[0];
        foreach (var next in units)
            if (Math.Abs(value) >= next.Size * 0.9995) unit = next;
        return (value / unit.Size).ToString(Math.Abs(value) < 1000 && unit.Size == 1 ? "0.##" : "0.#", numbers) + gap + unit.Suffix;
    }

    private string Real(double value) => double.IsFinite(value)
        ? value.ToString(Math.Abs(value) is >= 1e15 or (< 1e-6 and > 0) ? "G15" : "0.######", numbers)
        : double.IsNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";

    private string Date(DateTime value, CellFormat how, bool withTime)
    {
        var pattern = how is { Kind: CellFormatKind.Date or CellFormatKind.DateTime, Detail: { } own } ? (own.Length == 1 ? "%" + own : own)
            : how.Kind == CellFormatKind.Date || (!withTime && how.Kind != CellFormatKind.DateTime) ? dateFormat
            : value.Second == 0 ? minuteFormat : secondFormat;
        if (ReferenceEquals(pattern, IsoDate)) return IsoDay(value);
        return value.ToString(pattern, Culture);
    }

    /// <summary>The commonest of all patterns, without reading it again for each cell.</summary>
    private static string IsoDay(DateTime value) => string.Create(10, value, static (text, day) =>
    {
        ReadOnlySpan<int> units = [1000, 100, 10, 1];
        for (var i = 0; i < 4; i++) text[i] = (char)('0' + (day.Year / units[i] % 10));
        (text[4], text[7]) = ('-', '-');
        (text[5], text[6]) = ((char)('0' + (day.Month / 10)), (char)('0' + (day.Month % 10)));
        (text[8], text[9]) = ((char)('0' + (day.Day / 10)), (char)('0' + (day.Day % 10)));
    });
}
