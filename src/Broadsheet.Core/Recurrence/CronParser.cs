namespace Broadsheet.Core.Recurrence;

/// <summary>
/// The fast way in: reads an expression in one pass into <see cref="CronFields"/>, its only allocation, and says no more than
/// yes or no. What is wrong with a refused text is for <see cref="CronDiagnosis"/> to find out, which may take its time.
/// </summary>
internal static class CronParser
{
    /// <summary>Longer texts are refused unread, in UTF-16 units: a list of every value of every field is shorter.</summary>
    public const int MaxLength = 1_000;

    private static readonly CronFields s_hourly = Known("0 * * * *");
    private static readonly CronFields s_daily = Known("0 0 * * *");
    private static readonly CronFields s_weekly = Known("0 0 * * 0");
    private static readonly CronFields s_monthly = Known("0 0 1 * *");
    private static readonly CronFields s_yearly = Known("0 0 1 1 *");

    /// <summary>The macros, in the order in which errors list them.</summary>
    public static IReadOnlyList<string> Macros { get; } =
        ["@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"];

    /// <summary>Null where the text is not an expression of the grammar. Whether it ever fires is not asked here.</summary>
    public static CronFields? Parse(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && (text[0] <= ' ' || text[^1] <= ' ')) text = text.Trim(" \t\r\n");
        if (text.Length is 0 or > MaxLength) return null;
        return text[0] == '@' ? Macro(text) : CronFields.Read(text);
    }

    private static CronFields? Macro(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < Macros.Count; i++)
        {
            if (!text.Equals(Macros[i], StringComparison.OrdinalIgnoreCase)) continue;
            return i switch { 0 => s_hourly, 1 or 2 => s_daily, 3 => s_weekly, 4 => s_monthly, _ => s_yearly };
        }

        return null;
    }

    private static CronFields Known(string text) => Parse(text) ?? throw new System.Diagnostics.UnreachableException();
}
