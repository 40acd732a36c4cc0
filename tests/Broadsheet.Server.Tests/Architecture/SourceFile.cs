namespace Broadsheet.Server.Tests.Architecture;

/// <summary>A file of the checkout; <paramref name="Path"/> is relative to its root, with forward slashes.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    private readonly Lazy<string> code = new(() => CodeText.Of(Text));

    /// <summary>The text with comments and literals blanked out, at the same positions.</summary>
    public string Code => code.Value;

    public bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public string Name => System.IO.Path.GetFileName(Path);

    public int LineAt(int position) => 1 + Text.AsSpan(0, position).Count('\n');
}
