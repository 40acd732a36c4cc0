using System.Text;

namespace Broadsheet.Core.Reports;

/// <summary>File names that every system takes.</summary>
public static class FileName
{
    private const int MaxLength = 120;

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
        "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    };

    /// <summary>
    /// <paramref name="wanted"/> with everything but letters, digits, <c>. _ - +</c> and brackets turned into single hyphens, at most 120
    /// UTF-16 units with <c>.extension</c>; never empty, hidden, a device's name or ending in a point. Letters of any script stay.
    /// </summary>
    public static string Safe(string wanted, string extension)
    {
        var name = new StringBuilder(wanted.Length);
        foreach (var rune in wanted.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '_' or '+' or '(' or ')' || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark)
                name.Append(rune.ToString());
            else if (name.Length > 0 && name[^1] != '-') name.Append('-');
        }

        var safe = name.ToString();
        var room = MaxLength - extension.Length - 1;
        if (safe.Length > room) safe = safe[..(char.IsHighSurrogate(safe[room - 1]) ? room - 1 : room)];
        safe = safe.Trim('-', '.', ' ');
        if (safe.Length == 0) safe = "report";
        if (Reserved.Contains(safe.Split('.')[0])) safe = "report-" + safe;
        return $"{safe}.{extension}";
    }
}
