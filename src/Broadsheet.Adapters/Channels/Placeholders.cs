using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Broadsheet.Adapters.Channels;

/// <summary>
/// Fills <c>{{name}}</c> in a path or key from the facts of a run. A value becomes one harmless path part: letters, digits,
/// dot, hyphen and underscore stay, all else becomes a hyphen. An unknown name becomes nothing.
/// </summary>
internal static partial class Placeholders
{
    public static string Fill(string pattern, JsonObject facts, params IReadOnlyList<(string Name, string Value)> more) =>
        Name().Replace(pattern, m => Harmless(Value(m.Groups[1].Value, facts, more)));

    /// <summary>The pattern with a stand-in for every placeholder, to check its shape before there is a run.</summary>
    public static string Sample(string pattern) => Name().Replace(pattern, "x");

    private static string Value(string name, JsonObject facts, IReadOnlyList<(string Name, string Value)> more)
    {
        foreach (var (known, value) in more)
        {
            if (known == name) return value;
        }

        return facts[name] is JsonValue fact ? fact.ToString() : "";
    }

    private static string Harmless(string value)
    {
        var part = string.Concat(value.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-')).TrimStart('.');
        return part.Length > 120 ? part[..120] : part;
    }

    [GeneratedRegex(@"\{\{\s*([a-z_]{1,40})\s*\}\}", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
