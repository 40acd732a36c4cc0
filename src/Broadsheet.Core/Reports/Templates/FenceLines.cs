using System.Globalization;
using System.Text;

namespace Broadsheet.Core.Reports.Templates;

/// <summary>
/// Loops and conditions move lines, so each fence carries its line of the document in its info string, between two
/// noncharacters, until the filled Markdown was read.
/// </summary>
public static class FenceLines
{
    private const char Open = '\uFDD2';
    private const char Close = '\uFDD3';

    /// <summary>The info string without the mark, and the line from 1; <paramref name="fallback"/> when it carries none.</summary>
    public static (string Info, int Line) Read(string info, int fallback)
    {
        var open = info.IndexOf(Open, StringComparison.Ordinal);
        if (open < 0) return (info, fallback);
        var close = info.IndexOf(Close, open);
        var line = int.TryParse(info.AsSpan(open + 1, close - open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : fallback;
        return (info[..open].TrimEnd(), line);
    }

    /// <summary>The slice of <paramref name="text"/> with a mark on each line that opens a fence with an info string.</summary>
    internal static string Mark(string text, int from, int to)
    {
        var slice = text[from..to];
        if (!slice.Contains("```", StringComparison.Ordinal) && !slice.Contains("~~~", StringComparison.Ordinal)) return slice;
        var result = new StringBuilder(slice.Length + 32);
        var line = TextErrors.Place(text, from).Line;
        foreach (var part in slice.Split('\n'))
        {
            if (result.Length > 0 || line > TextErrors.Place(text, from).Line) result.Append('\n');
            result.Append(part);
            var trimmed = part.AsSpan().TrimStart();
            if ((trimmed.StartsWith("```") || trimmed.StartsWith("~~~")) && !trimmed.TrimStart("`~").IsWhiteSpace())
                result.Append(' ').Append(Open).Append(line.ToString(CultureInfo.InvariantCulture)).Append(Close);
            line++;
        }

        return result.ToString();
    }
}
