using Broadsheet.Core;

namespace Broadsheet.Adapters.Channels.Folder;

/// <summary>
/// A path below an allowed folder, proven part by part: no <c>..</c>, nothing absolute, no name that a system reads
/// differently.
/// </summary>
internal sealed class FolderPath
{
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    private FolderPath(IReadOnlyList<string> parts) => Parts = parts;

    /// <summary>From the root down; empty is the root itself.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>Reads <paramref name="text"/>, parts separated by a slash; errors are at <c>path</c>.</summary>
    public static Result<FolderPath> Parse(string text)
    {
        if (text.StartsWith('/')) return Bad("It is relative to the allowed folder: it may not begin with a slash.");
        var parts = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > 16) return Bad("It may be 16 folders deep at most.");
        return parts.FirstOrDefault(p => !IsName(p)) is { } wrong
            ? Bad($"“{wrong}” can't be a folder's name here.") : new FolderPath(parts);
    }

    /// <summary>Whether a text names one file or folder on every system, and nothing else.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 200 && name[0] != '.' && name[^1] is not ('.' or ' ')
        && !name.Any(c => char.IsControl(c) || c is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|')
        && !Devices.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase);

    private static Problem.Invalid Bad(string why) => new("path", "bad-path", why, "weekly/quality");
}
