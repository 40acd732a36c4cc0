namespace Broadsheet.Testing;

/// <summary>Where the checkout is that these tests were built from, and what may lie beside it.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>Broadsheet.slnx</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file of the checkout, by its path from the root.</summary>
    public static string File(string path) => Path.Combine(Root, path);

    /// <summary>
    /// Optional material beside the checkout (sample databases, vendors' API descriptions); null where it is absent: the
    /// test is then to be counted as skipped, saying so.
    /// </summary>
    public static string? Shared(string path)
    {
        var full = Path.GetFullPath(Path.Combine(Root, "..", "shared", path));
        return System.IO.File.Exists(full) || Directory.Exists(full) ? full : null;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Broadsheet.slnx"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No Broadsheet.slnx above {AppContext.BaseDirectory}.");
    }
}
