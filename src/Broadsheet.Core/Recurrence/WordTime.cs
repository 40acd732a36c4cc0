using System.Globalization;

namespace Broadsheet.Core.Recurrence;

/// <summary>Times of day as people write them: <c>9am</c>, <c>5:30 pm</c>, <c>17h30</c>, <c>530pm</c>, <c>noon</c>.</summary>
internal static class WordTime
{
    /// <summary>Seconds since midnight; null where the text is no such time or one that doesn't exist.</summary>
    public static int? Parse(string text)
    {
        text = text.Trim().ToLowerInvariant();
        if (text.Length > 11) return null;
        if (text is "noon" or "midday") return 12 * 3600;
        if (text is "midnight" or "24:00") return 0;
        var half = text.EndsWith("am", StringComparison.Ordinal) ? 'a' : text.EndsWith("pm", StringComparison.Ordinal) ? 'p' : ' ';
        if (half != ' ') text = text[..^2].TrimEnd();
        if (half != ' ' && text.Length is 3 or 4 && text.All(char.IsAsciiDigit)) text = text.Insert(text.Length - 2, ":");
        var parts = text.Split(':', '.', 'h');
        if (parts.Length > 2 || !Number(parts[0], out var hour)) return null;
        var minute = 0;
        if (parts.Length == 2 && parts[1].Length > 0 && !Number(parts[1], out minute)) return null;
        if (half != ' ')
        {
            if (hour is < 1 or > 12) return null;
            hour = hour % 12 + (half == 'p' ? 12 : 0);
        }

        return hour < 24 && minute < 60 ? hour * 3600 + minute * 60 : null;
    }

    private static bool Number(string text, out int value)
    {
        value = 0;
        return text.Length is 1 or 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
