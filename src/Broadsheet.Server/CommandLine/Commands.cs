using System.CommandLine;

namespace Broadsheet.Server.CommandLine;

/// <summary>
/// What the program does when its first word is not a setting: one of its commands, or to say which there are. Without one it
/// serves.
/// </summary>
internal static class Commands
{
    /// <summary>Exit code for words that are no valid command; the reason is on standard error.</summary>
    public const int NotValid = 2;

    /// <summary>Whether these words ask for a command or for help. Settings are <c>--Name value</c>, <c>--Name=value</c>, <c>/Name=value</c> or <c>Name=value</c>.</summary>
    public static bool AskedBy(string[] args) =>
        args is [var first, ..] && (first is "--help" or "-h" or "-?" or "--version" || (first is not (['-', ..] or ['/', ..]) && !first.Contains('=', StringComparison.Ordinal)));

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Broadsheet: reports, on time. Without a command it serves; settings are environment variables (Broadsheet__Data=/srv/broadsheet) or --Broadsheet:Data=/srv/broadsheet.")
        {
            RenderCommand.Of(output, error), RotateCommand.Of(output, error), StoreCommand.Of(output, error),
        };
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return parsed.Errors.Count > 0 ? NotValid : code;
    }
}
