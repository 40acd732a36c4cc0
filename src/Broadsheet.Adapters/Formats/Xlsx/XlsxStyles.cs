using System.Globalization;
using System.Text;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Formatting;

namespace Broadsheet.Adapters.Formats.Xlsx;

/// <summary>The looks that sheets ask for, each once, by number.</summary>
internal sealed class XlsxStyles
{
    public const int Header = 1;
    public const int Title = 2;
    public const int Bold = 3;
    public const int Wrapped = 4;
    public const int Muted = 5;
    public const int HeaderRight = 6;
    private const int FirstOwn = 7;
    private const int FirstCode = 164;
    private readonly List<(string Code, bool Left)> codes = [];
    private readonly List<(string Font, string Fill)> colours = [];

    /// <summary>The style of a number format code; <paramref name="left"/> for dates, which would else touch the column behind them.</summary>
    public int Of(string code, bool left = false)
    {
        var index = codes.IndexOf((code, left));
        if (index >= 0) return FirstOwn + index;
        codes.Add((code, left));
        return FirstOwn + codes.Count - 1;
    }

    /// <summary>The number of a conditional colour.</summary>
    public int Of(Colour colour)
    {
        var pair = ($"FF{Palette.Text(colour):X6}", $"FF{Palette.Back(colour):X6}");
        var index = colours.IndexOf(pair);
        if (index >= 0) return index;
        colours.Add(pair);
        return colours.Count - 1;
    }

    /// <summary>Excel's code for a format; null for General.</summary>
    public static string? Code(CellFormat? format)
    {
        if (format is null) return null;
        var digits = format.Decimals > 0 ? "." + new string('0', format.Decimals) : "";
        return format.Kind switch
        {
            CellFormatKind.Number => "#,##0" + digits,
            CellFormatKind.Percent => "0" + digits + "%",
            CellFormatKind.Currency => $"#,##0{digits} \"{format.Detail}\"",
            CellFormatKind.Short or CellFormatKind.Bytes => "#,##0",
            CellFormatKind.Date or CellFormatKind.DateTime or CellFormatKind.General => null,
        };
    }

    /// <summary>A .NET date pattern as Excel writes it.</summary>
    public static string DateCode(string pattern)
    {
        var code = new StringBuilder();
        foreach (var c in pattern.Replace("tt", "AM/PM", StringComparison.Ordinal))
        {
            if (char.IsAsciiLetter(c)) code.Append(c is 'A' or 'P' or 'M' && pattern.Contains("tt", StringComparison.Ordinal) && c != 'M' ? c : char.ToLowerInvariant(c));
            else if (c is '/' or ':' && code.Length > 0 || c == ' ') code.Append(c);
            else code.Append('\\').Append(c);
        }

        return code.ToString().Replace("am/pm", "AM/PM", StringComparison.OrdinalIgnoreCase);
    }

    public string Xml()
    {
        var xml = new StringBuilder("<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
        if (codes.Count > 0) xml.Append(CultureInfo.InvariantCulture, $"<numFmts count=\"{codes.Count}\">");
        for (var i = 0; i < codes.Count; i++) xml.Append(CultureInfo.InvariantCulture, $"<numFmt numFmtId=\"{FirstCode + i}\" formatCode=\"{XlsxText.Escape(codes[i].Code)}\"/>");
        if (codes.Count > 0) xml.Append("</numFmts>");
        xml.Append("<fonts count=\"5\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
            + "<font><b/><sz val=\"11\"/><color rgb=\"FFFFFFFF\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
            + "<font><b/><sz val=\"18\"/><color rgb=\"FF1F2937\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
            + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
            + "<font><sz val=\"10\"/><color rgb=\"FF6B7280\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>"
            + "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"
            + "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF1F4E78\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>"
            + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
            + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>");
        xml.Append(CultureInfo.InvariantCulture, $"<cellXfs count=\"{FirstOwn + codes.Count}\">");
        xml.Append(Xf(0, 0, 0, "")).Append(Xf(0, 1, 2, "<alignment vertical=\"center\"/>")).Append(Xf(0, 2, 0, "<alignment vertical=\"center\"/>")).Append(Xf(0, 3, 0, "<alignment vertical=\"center\"/>"))
            .Append(Xf(0, 0, 0, "<alignment vertical=\"center\" wrapText=\"1\"/>")).Append(Xf(0, 4, 0, "<alignment vertical=\"center\"/>"))
            .Append(Xf(0, 1, 2, "<alignment horizontal=\"right\" vertical=\"center\" indent=\"2\"/>"));
        for (var i = 0; i < codes.Count; i++) xml.Append(Xf(FirstCode + i, 0, 0, codes[i].Left ? "<alignment horizontal=\"left\" indent=\"1\"/>" : ""));
        xml.Append("</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>");
        xml.Append(CultureInfo.InvariantCulture, $"<dxfs count=\"{colours.Count}\">");
        foreach (var (font, fill) in colours)
            xml.Append(CultureInfo.InvariantCulture, $"<dxf><font><color rgb=\"{font}\"/></font><fill><patternFill patternType=\"solid\"><fgColor rgb=\"{fill}\"/><bgColor rgb=\"{fill}\"/></patternFill></fill></dxf>");
        return xml.Append("</dxfs></styleSheet>").ToString();
    }

    private static string Xf(int number, int font, int fill, string inner) =>
        $"<xf numFmtId=\"{number}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"0\" xfId=\"0\"{(number > 0 ? " applyNumberFormat=\"1\"" : "")}"
        + $"{(font > 0 ? " applyFont=\"1\"" : "")}{(fill > 0 ? " applyFill=\"1\"" : "")}{(inner.Length > 0 ? $" applyAlignment=\"1\">{inner}</xf>" : "/>")}";
}
