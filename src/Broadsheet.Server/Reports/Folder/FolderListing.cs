namespace Broadsheet.Server.Reports.Folder;

/// <summary>The report documents below a folder: Markdown files that begin with front matter. A README has none.</summary>
internal static class FolderListing
{
    /// <summary>Files read of one folder; what comes after them in the order of paths is left alone.</summary>
    public const int Most = 2_000;

    private const string FrontMatter = "---";

    /// <summary>Nothing hidden (.git) and no link is followed: what is read is what is in the folder.</summary>
    private static readonly EnumerationOptions Plain = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    /// <summary>In the order of their paths, texts too long cut to one character more than a report may have.</summary>
    /// <exception cref="IOException">The folder is gone or cannot be read.</exception>
    public static async Task<IReadOnlyList<(string File, string Text)>> ReadAsync(string folder, CancellationToken ct)
    {
        var found = new List<(string, string)>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.md", Plain).Order(StringComparer.Ordinal).Take(Most))
        {
            var text = await TextAsync(path, ct);
            if (text.StartsWith(FrontMatter, StringComparison.Ordinal)) found.Add((Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'), text));
        }

        return found;
    }

    private static async Task<string> TextAsync(string path, CancellationToken ct)
    {
        using var reader = new StreamReader(path);
        var text = new char[CheckTemplate.MaxLength + 1];
        return new string(text, 0, await reader.ReadBlockAsync(text, ct));
    }
}
