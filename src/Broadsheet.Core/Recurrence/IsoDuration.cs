using System.Globalization;
using System.Text;
using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>Durations as ISO 8601 writes them, of hours, minutes and whole seconds: <c>PT1H30M</c>.</summary>
internal static class IsoDuration
{
    private const string Units = "HMS";

    /// <summary>Null where the text is none, or is longer than <paramref name="longest"/>.</summary>
    public static Duration? Parse(string text, Duration longest)
    {
        if (text.Length is < 4 or > 20 || !text.StartsWith("PT", StringComparison.OrdinalIgnoreCase)) return null;
        long seconds = 0, number = 0;
        int unit = 0, digits = 0;
        foreach (var c in text.AsSpan(2))
        {
            if (char.IsAsciiDigit(c) && digits++ < 6)
            {
                number = number * 10 + c - '0';
                continue;
            }

            var at = Units.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (at < unit || digits == 0) return null;
            seconds += number * (at == 0 ? 3600 : at == 1 ? 60 : 1);
            (unit, number, digits) = (at + 1, 0, 0);
        }

        var duration = Duration.FromSeconds(seconds);
        return digits == 0 && duration <= longest ? duration : null;
    }

    public static string Text(Duration duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var text = new StringBuilder("PT");
        if (seconds >= 3600) text.Append(CultureInfo.InvariantCulture, $"{seconds / 3600}H");
        if (seconds / 60 % 60 > 0) text.Append(CultureInfo.InvariantCulture, $"{seconds / 60 % 60}M");
        if (seconds % 60 > 0 || seconds == 0) text.Append(CultureInfo.InvariantCulture, $"{seconds % 60}S");
        return text.ToString();
    }
}
