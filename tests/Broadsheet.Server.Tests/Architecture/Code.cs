using System.Reflection;
using Broadsheet.Testing;

namespace Broadsheet.Server.Tests.Architecture;

/// <summary>What rules look at: types as compiled, files as written.</summary>
internal sealed record Code(IReadOnlyList<CodeType> Types, IReadOnlyList<SourceFile> Files)
{
    /// <summary>The projects that ship.</summary>
    public static IReadOnlyList<string> Projects { get; } = ["Broadsheet.Core", "Broadsheet.Adapters", "Broadsheet.Server"];

    private static IReadOnlyList<string> SourceFolders { get; } = ["src", "tests", "bench", "web/src", "web/e2e"];

    private static readonly Lazy<Code> Read = new(() => new(
        [.. Projects.SelectMany(p => CodeReader.Read(Assembly.Load(p), _ => true))],
        [.. SourceFolders.SelectMany(FilesUnder), new("BannedSymbols.txt", File.ReadAllText(Repository.File("BannedSymbols.txt")))]));

    /// <summary>This checkout.</summary>
    public static Code Ours => Read.Value;

    public static Code Empty { get; } = new([], []);

    /// <summary>Only the violations that live in one planted namespace, seen as if they were in <c>src</c>.</summary>
    public static Code Planted(string @namespace, params SourceFile[] files) =>
        new(CodeReader.Read(typeof(Code).Assembly, t => t.Namespace == CodeReader.PlantedIn + @namespace), files);

    public IEnumerable<CodeType> In(string @namespace) => Types.Where(t => t.IsIn(@namespace));

    /// <summary>C# that ships.</summary>
    public IEnumerable<SourceFile> Source => Files.Where(f => f.IsUnder("src") && f.IsCSharp);

    /// <summary>A checked-in list of exceptions: a line each, first the subject, then why; # begins a comment.</summary>
    public IReadOnlyDictionary<string, string> List(string name) =>
        (Files.FirstOrDefault(f => f.Path == "tests/Broadsheet.Server.Tests/Architecture/" + name)?.Text ?? "")
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line[0] != '#')
        .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
        .ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "", StringComparer.Ordinal);

    private static IEnumerable<SourceFile> FilesUnder(string folder)
    {
        var full = Repository.File(folder);
        if (!Directory.Exists(full)) return [];
        return Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/'))
            .Where(f => !f.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "wwwroot" or "data" or "TestResults"))
            .Where(f => Path.GetExtension(f) is ".cs" or ".csproj" or ".sql" or ".txt" or ".ts" or ".tsx" or ".css")
            .Order(StringComparer.Ordinal)
            .Select(f => new SourceFile(f, File.ReadAllText(Repository.File(f))));
    }
}
