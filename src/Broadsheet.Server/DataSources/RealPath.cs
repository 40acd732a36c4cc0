namespace Broadsheet.Server.DataSources;

/// <summary>Where a path really leads, every link on the way followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>Null for a loop of links and for what cannot be looked at. What does not exist is taken as it is written.</summary>
    public static string? Of(string path)
    {
        try
        {
            var left = new Stack<string>(Parts(Path.GetFullPath(path)));
            var (real, links) = (Path.GetPathRoot(Path.GetFullPath(path))!, 0);
            while (left.TryPop(out var part))
            {
                var next = Path.Combine(real, part);
                if (new FileInfo(next).LinkTarget is not { } target)
                {
                    real = next;
                    continue;
                }

                if (++links > MostLinks) return null;
                var full = Path.GetFullPath(target, real);
                foreach (var piece in Parts(full)) left.Push(piece);
                real = Path.GetPathRoot(full)!;
            }

            return real;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>True when <paramref name="path"/> is <paramref name="folder"/> or inside it; both real.</summary>
    public static bool IsWithin(string path, string folder)
    {
        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return path.Equals(folder, comparison) || path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, comparison);
    }

    /// <summary>Last part first, as the stack wants them.</summary>
    private static IEnumerable<string> Parts(string full) =>
        full[Path.GetPathRoot(full)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse();
}
