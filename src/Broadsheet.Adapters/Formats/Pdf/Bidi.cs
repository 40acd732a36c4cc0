using System.Globalization;
using System.Text;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>
/// A line with right-to-left letters as it stands on paper, from the left: runs turned round, numbers kept, brackets mirrored,
/// Arabic joined. Source: Unicode Standard Annex 9 without its explicit embeddings.
/// </summary>
internal static class Bidi
{
    private enum Kind
    {
        Left,
        Right,
        Number,
        Separator,
        Sign,
        Neutral,
    }

    public static string Visual(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\u0590', '\u08FF') < 0 && text.AsSpan().IndexOfAnyInRange('\uFB1D', '\uFDFF') < 0) return text;
        var parts = Clusters(Arabic.Shape([.. text.EnumerateRunes()]));
        var levels = Levels([.. parts.Select(KindOf)]);
        for (var level = levels.Max(); level > 0; level--)
        {
            for (var i = 0; i < parts.Length; i++)
            {
                if (levels[i] < level) continue;
                var end = i;
                while (end < parts.Length && levels[end] >= level) end++;
                Array.Reverse(parts, i, end - i);
                Array.Reverse(levels, i, end - i);
                i = end;
            }
        }

        return string.Concat(parts.Select((p, i) => levels[i] % 2 == 1 ? Mirrored(p) : p));
    }

    /// <summary>Letters with the marks on them.</summary>
    private static string[] Clusters(IReadOnlyList<Rune> runes)
    {
        var clusters = new List<string>(runes.Count);
        foreach (var rune in runes)
        {
            if (clusters.Count > 0 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark) clusters[^1] += rune;
            else clusters.Add(rune.ToString());
        }

        return [.. clusters];
    }

    private static Kind KindOf(string cluster)
    {
        var rune = Rune.GetRuneAt(cluster, 0);
        return rune.Value switch
        {
            >= '0' and <= '9' or >= 0x0660 and <= 0x0669 or >= 0x06F0 and <= 0x06F9 => Kind.Number,
            '.' or ',' or ':' or '/' or 0x060C => Kind.Separator,
            '+' or '-' or 0x2212 or '%' or '#' or '$' or '€' or '£' or '°' => Kind.Sign,
            >= 0x0590 and <= 0x08FF or >= 0xFB1D and <= 0xFDFF or >= 0xFE70 and <= 0xFEFC => Kind.Right,
            _ => Rune.IsLetter(rune) ? Kind.Left : Kind.Neutral,
        };
    }

    private static int[] Levels(Kind[] kinds)
    {
        var start = Array.Find(kinds, k => k is Kind.Left or Kind.Right);
        Weak(kinds, start);
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] != Kind.Neutral) continue;
            var end = i;
            while (end < kinds.Length && kinds[end] == Kind.Neutral) end++;
            var (before, after) = (i == 0 ? start : Side(kinds[i - 1]), end == kinds.Length ? start : Side(kinds[end]));
            Array.Fill(kinds, before == after ? before : start, i, end - i);
            i = end - 1;
        }

        return [.. kinds.Select(k => (start, k) switch { (_, Kind.Right) => 1, (_, Kind.Number) => 2, (Kind.Right, _) => 2, _ => 0 })];
    }

    /// <summary>Signs and separators belong to a number or are neutral; a number after Latin letters is as these.</summary>
    private static void Weak(Kind[] kinds, Kind start)
    {
        for (var i = 1; i + 1 < kinds.Length; i++)
            if (kinds[i] is Kind.Separator or Kind.Sign && kinds[i - 1] == Kind.Number && kinds[i + 1] == Kind.Number) kinds[i] = Kind.Number;
        for (var i = 1; i < kinds.Length; i++)
            if (kinds[i] == Kind.Sign && kinds[i - 1] == Kind.Number) kinds[i] = Kind.Number;
        for (var i = kinds.Length - 2; i >= 0; i--)
            if (kinds[i] == Kind.Sign && kinds[i + 1] == Kind.Number) kinds[i] = Kind.Number;
        var strong = start;
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] is Kind.Separator or Kind.Sign) kinds[i] = Kind.Neutral;
            else if (kinds[i] == Kind.Number && strong == Kind.Left) kinds[i] = Kind.Left;
            else if (kinds[i] is Kind.Left or Kind.Right) strong = kinds[i];
        }
    }

    private static Kind Side(Kind kind) => kind == Kind.Left ? Kind.Left : Kind.Right;

    private static string Mirrored(string cluster) => cluster switch
    {
        "(" => ")", ")" => "(", "[" => "]", "]" => "[", "{" => "}", "}" => "{", "<" => ">", ">" => "<", "«" => "»", "»" => "«", _ => cluster,
    };
}
