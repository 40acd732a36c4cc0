namespace Broadsheet.Core;

/// <summary>The "did you mean" of every error that has one.</summary>
public static class Nearest
{
    /// <summary>
    /// The closest of <paramref name="known"/> to <paramref name="given"/>, ignoring case; null when none is within a third of
    /// its length (at least one edit). Looks at the first 64 characters only, so that a hostile text costs nothing.
    /// </summary>
    public static string? To(string given, IEnumerable<string> known)
    {
        if (given.Length is 0 or > 64) return null;
        string? best = null;
        var least = Math.Max(1, given.Length / 3) + 1;
        foreach (var candidate in known)
        {
            var distance = Distance(given, candidate);
            if (distance < least) (best, least) = (candidate, distance);
        }

        return best;
    }

    /// <summary>Edits (insert, delete, replace, swap of neighbours) between two texts, ignoring case.</summary>
    public static int Distance(string a, string b)
    {
        var width = b.Length + 1;
        var rows = width <= 80 ? stackalloc int[3 * width] : new int[3 * width];
        var (at, above, over) = (2 * width, width, 0);
        Span<int> before = rows.Slice(over, width), last = rows.Slice(above, width), row = rows.Slice(at, width);
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 2])
                    && char.ToLowerInvariant(a[i - 2]) == char.ToLowerInvariant(b[j - 1]))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (over, above, at) = (above, at, over);
            before = rows.Slice(over, width);
            last = rows.Slice(above, width);
            row = rows.Slice(at, width);
        }

        return last[b.Length];
    }
}
