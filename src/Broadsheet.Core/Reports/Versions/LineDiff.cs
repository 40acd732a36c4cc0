namespace Broadsheet.Core.Reports.Versions;

/// <summary>
/// What changed between two texts, line by line, with the fewest changes (E. Myers, “An O(ND) Difference Algorithm”, 1986). Texts
/// further apart than <see cref="MostChanges"/> are shown as the one removed and the other added where they differ. Pure.
/// </summary>
public static class LineDiff
{
    private const int MostChanges = 2_000;

    /// <summary>Every line of both texts in order; a common one once.</summary>
    public static IReadOnlyList<LineChange> Between(string before, string after)
    {
        var (a, b) = (Split(before), Split(after));
        var start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start]) start++;
        var (endA, endB) = (a.Length, b.Length);
        while (endA > start && endB > start && a[endA - 1] == b[endB - 1]) (endA, endB) = (endA - 1, endB - 1);
        var lines = new List<LineChange>();
        for (var i = 0; i < start; i++) lines.Add(new(LineChangeKind.Same, i + 1, i + 1, a[i]));
        lines.AddRange(Middle(a.AsSpan(start, endA - start), b.AsSpan(start, endB - start), start));
        for (var i = endA; i < a.Length; i++) lines.Add(new(LineChangeKind.Same, i + 1, i - endA + endB + 1, a[i]));
        return lines;
    }

    /// <summary>The changes with up to <paramref name="context"/> common lines round each; a hunk for each group of near ones.</summary>
    public static IReadOnlyList<IReadOnlyList<LineChange>> Hunks(IReadOnlyList<LineChange> lines, int context)
    {
        var hunks = new List<IReadOnlyList<LineChange>>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Kind == LineChangeKind.Same) continue;
            var (from, last) = (Math.Max(0, i - context), i);
            for (; i < lines.Count && i - last <= 2 * context; i++)
                if (lines[i].Kind != LineChangeKind.Same) last = i;
            var end = Math.Min(lines.Count, last + context + 1);
            hunks.Add([.. lines.Skip(from).Take(end - from)]);
            i = end - 1;
        }

        return hunks;
    }

    private static string[] Split(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');

    private static List<LineChange> Middle(ReadOnlySpan<string> a, ReadOnlySpan<string> b, int offset)
    {
        var trace = Search(a, b);
        var lines = new List<LineChange>();
        var (x, y) = (a.Length, b.Length);
        if (trace is null)
        {
            for (var i = y; i > 0; i--) lines.Add(new(LineChangeKind.Added, null, offset + i, b[i - 1]));
            for (var i = x; i > 0; i--) lines.Add(new(LineChangeKind.Removed, offset + i, null, a[i - 1]));
            lines.Reverse();
            return lines;
        }

        for (var d = trace.Count - 1; d >= 0; d--)
        {
            var (furthest, k) = (trace[d], x - y);
            var down = k == -d || (k != d && furthest[k - 1 + d] < furthest[k + 1 + d]);
            var fromK = down ? k + 1 : k - 1;
            var fromX = d == 0 ? 0 : furthest[fromK + d];
            var fromY = d == 0 ? 0 : fromX - fromK;
            for (; x > fromX && y > fromY; x--, y--) lines.Add(new(LineChangeKind.Same, offset + x, offset + y, a[x - 1]));
            if (d == 0) break;
            if (down) lines.Add(new(LineChangeKind.Added, null, offset + y--, b[y]));
            else lines.Add(new(LineChangeKind.Removed, offset + x--, null, a[x]));
        }

        lines.Reverse();
        return lines;
    }

    /// <summary>For each number of changes, how far each diagonal was before it, diagonal k at k + d; null when there are too many changes.</summary>
    private static List<int[]>? Search(ReadOnlySpan<string> a, ReadOnlySpan<string> b)
    {
        var trace = new List<int[]>();
        var most = Math.Min(a.Length + b.Length, MostChanges);
        var reach = new int[(2 * most) + 3];
        for (var d = 0; d <= most; d++)
        {
            trace.Add(reach[(most + 1 - d)..(most + 2 + d)]);
            for (var k = -d; k <= d; k += 2)
            {
                var at = k + most + 1;
                var x = k == -d || (k != d && reach[at - 1] < reach[at + 1]) ? reach[at + 1] : reach[at - 1] + 1;
                var y = x - k;
                while (x < a.Length && y < b.Length && a[x] == b[y]) (x, y) = (x + 1, y + 1);
                reach[at] = x;
                if (x >= a.Length && y >= b.Length) return trace;
            }
        }

        return null;
    }
}
