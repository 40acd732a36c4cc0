using System.Globalization;

namespace Broadsheet.Core.Recurrence;

/// <summary>Times of day on a 24-hour clock, as seconds since midnight.</summary>
internal static class ClockTime
{
    /// <summary><c>09:00</c>, and with seconds only where they are not zero.</summary>
    public static string Text(int second) => second % 60 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{second / 3600:00}:{second / 60 % 60:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{second / 3600:00}:{second / 60 % 60:00}:{second % 60:00}");

    /// <summary>Reads <c>9:00</c>, <c>09:00</c> and <c>09:00:30</c>; null for anything else.</summary>
    public static int? Parse(string text)
    {
        var parts = text.Trim().Split(':');
        if (parts.Length is not (2 or 3)) return null;
        var second = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i];
            if (part.Length is 0 or > 2 || (i > 0 && part.Length != 2) || !part.All(char.IsAsciiDigit)) return null;
            var value = int.Parse(part, CultureInfo.InvariantCulture);
            if (value > (i == 0 ? 23 : 59)) return null;
            second = second * 60 + value;
        }

        return parts.Length == 2 ? second * 60 : second;
    }
}
