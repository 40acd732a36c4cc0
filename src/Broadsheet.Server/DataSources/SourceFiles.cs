using Broadsheet.Core;
using Broadsheet.Core.Access;

namespace Broadsheet.Server.DataSources;

/// <summary>
/// Which files on the server may be data sources. Never the product's own: its store, keys, files and outbox. An admin may use what
/// lies in the folders for it; a file elsewhere is for an operator of the server to add.
/// </summary>
internal sealed class SourceFiles(DataFolder folder)
{
    public const string Setting = "path";

    private readonly string root = RealPath.Of(folder.Root) ?? folder.Root;
    private readonly string[] open = [RealPath.Of(folder.Sources) ?? folder.Sources, RealPath.Of(folder.Demo) ?? folder.Demo];

    /// <summary>The reason why reports may not read <paramref name="path"/>; null when they may. Asked each time a source is opened.</summary>
    public Problem? Refuse(string path) => RealPath.Of(path) switch
    {
        null => new Problem.Conflict("path", "This path cannot be followed on the server."),
        { } real when IsOpen(real) || !RealPath.IsWithin(real, root) => null,
        _ => new Problem.Conflict("path", "The server's own files are never a data source."),
    };

    /// <summary>
    /// The path to store for what <paramref name="actor"/> asks for: links followed once, now, so that a link that is changed later
    /// leads nowhere else.
    /// </summary>
    public Result<string> Allow(Actor actor, string path)
    {
        if (!Path.IsPathFullyQualified(path)) path = Path.Combine(folder.Sources, path);
        if (RealPath.Of(path) is not { } real) return Wrong("not-found", "This path cannot be followed on the server.");
        if (Refuse(real) is not null) return Wrong("not-allowed", "The server's own files are never a data source.");
        if (!actor.IsOperator && !IsOpen(real)) return Wrong("not-allowed", $"Only files in the server's folder for data sources may be used; put the file there, or ask an operator of the server.");
        return File.Exists(real) ? real : Wrong("not-found", "There is no such file on the server.");
    }

    private bool IsOpen(string real) => open.Any(folder => RealPath.IsWithin(real, folder) && real.Length > folder.Length);

    private static Problem.Invalid Wrong(string code, string message) => new("settings." + Setting, code, message);
}
