namespace Broadsheet.Core.Reports.Formatting;

/// <summary>
/// A format as a document writes it: <c>number</c>, <c>number:2</c>, <c>percent:1</c>, <c>currency:EUR</c>, <c>currency:EUR:0</c>, <c>short</c>,
/// <c>bytes</c>, <c>date</c>, <c>date:d MMM yyyy</c>, <c>datetime</c>. <paramref name="Decimals"/> is 0 to 10, <paramref name="Detail"/> the currency or pattern.
/// </summary>
public sealed record CellFormat(CellFormatKind Kind, int Decimals = 0, string? Detail = null)
{
    private static readonly string[] Names = ["number", "percent", "currency", "short", "bytes", "date", "datetime", "general"];

    public static CellFormat General { get; } = new(CellFormatKind.General);

    /// <summary>True where the shown form is a number, so that it is right-aligned.</summary>
    public bool IsNumeric => Kind is CellFormatKind.Number or CellFormatKind.Percent or CellFormatKind.Currency or CellFormatKind.Short or CellFormatKind.Bytes;

    /// <summary>Null with a reason that says what would be accepted.</summary>
    public static CellFormat? Parse(string text, out string error)
    {
        error = "";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, rest) = colon < 0 ? (text.Trim(), null) : (text[..colon].Trim(), text[(colon + 1)..].Trim());
        CellFormat? format = name switch
        {
            "general" when rest is null => General,
            "number" => Digits(rest, 0) is { } d ? new(CellFormatKind.Number, d) : null,
            "percent" => Digits(rest, 1) is { } d ? new(CellFormatKind.Percent, d) : null,
            "currency" => Currency(rest),
            "short" when rest is null => new(CellFormatKind.Short),
            "bytes" when rest is null => new(CellFormatKind.Bytes),
            "date" => IsPattern(rest) ? new(CellFormatKind.Date, 0, rest) : null,
            "datetime" => IsPattern(rest) ? new(CellFormatKind.DateTime, 0, rest) : null,
            _ => null,
        };
        if (format is not null) return format;
        var near = Names.Contains(name) ? null : Nearest.To(name, Names);
        error = $"“{text}” is no format{(near is null ? "" : $", did you mean “{near}”?")} Write number, number:2, percent:1, currency:EUR, currency:EUR:0, short, bytes, date, date:d MMM yyyy or datetime.";
        return null;
    }

    private static int? Digits(string? text, int fallback)
    {
        if (text is null) return fallback;
        return text is [>= '0' and <= '9'] ? text[0] - '0' : text == "10" ? 10 : null;
    }

    private static CellFormat? Currency(string? rest)
    {
        var parts = rest?.Split(':') ?? [];
        if (parts.Length is 0 or > 2 || parts[0].Length is 0 or > 8 || parts[0].Any(c => char.IsControl(c) || c is '"' or '<' or '\\')) return null;
        return Digits(parts.Length == 2 ? parts[1] : null, 2) is { } digits ? new(CellFormatKind.Currency, digits, parts[0]) : null;
    }

    private static bool IsPattern(string? rest)
    {
        if (rest is null) return true;
        if (rest.Length is 0 or > 40 || rest.Any(c => char.IsControl(c) || c is '"' or '\'' or '\\' or '%' or '[')) return false;
        try
        {
            _ = new DateTime(2026, 11, 16).ToString(rest.Length == 1 ? "%" + rest : rest, System.Globalization.CultureInfo.InvariantCulture);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
