using System.Text;

namespace Broadsheet.Core.Reports.Templates;

/// <summary>
/// A template after filling, before its Markdown is read. Values do not stand in <paramref name="Text"/> but as marks between
/// two noncharacters, put back only after parsing: whatever a database holds, it is text and never markup.
/// </summary>
public sealed record FilledText(string Text, IReadOnlyList<string> Values)
{
    /// <summary>Opens a mark; a decimal index into <see cref="Values"/> follows.</summary>
    public const char Open = '\uFDD0';

    public const char Close = '\uFDD1';

    /// <summary><paramref name="part"/> of the parsed text with its values in their places.</summary>
    public string Restore(string part)
    {
        if (!part.Contains(Open, StringComparison.Ordinal)) return part;
        var result = new StringBuilder(part.Length);
        for (var at = 0; at < part.Length;)
        {
            var open = part.IndexOf(Open, at);
            var close = open < 0 ? -1 : part.IndexOf(Close, open);
            if (close < 0)
            {
                result.Append(part.AsSpan(at));
                break;
            }

            result.Append(part.AsSpan(at, open - at));
            if (int.TryParse(part.AsSpan(open + 1, close - open - 1), out var index) && index < Values.Count) result.Append(Values[index]);
            at = close + 1;
        }

        return result.ToString();
    }
}
