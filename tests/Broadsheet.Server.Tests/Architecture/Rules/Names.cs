using System.Text.RegularExpressions;

namespace Broadsheet.Server.Tests.Architecture.Rules;

/// <summary>What things are called, and where they are.</summary>
internal static partial class Names
{
    private static readonly string[] EmptyEndings =
        ["Manager", "Managers", "Helper", "Helpers", "Util", "Utils", "Common", "Impl", "Processor", "Info", "Base"];

    private static readonly string[] EmptyFolders = ["Models", "Services", "Interfaces", "Dtos", "Extensions"];

    public static Rule OfTypes { get; } = new("No type's name ends in a word that says nothing", code =>
        Findings.Of(code.Types, t => EmptyEndings
            .Where(e => Bare(t.Type).EndsWith(e, StringComparison.Ordinal))
            .Select(e => $"{t} ends in {e}")))
    {
        Planted = () => Code.Planted("Core.Open"),
        Caught = "ThingManager ends in Manager",
    };

    public static Rule OfFolders { get; } = new("No folder is named for a kind of code", code =>
        Findings.Of(code.Files.Where(f => f.IsCSharp), f => f.Path.Split('/')[..^1]
            .Where(EmptyFolders.Contains)
            .Select(part => $"{f.Path} is in a folder {part}")))
    {
        Planted = () => Code.Empty with { Files = [new("src/Broadsheet.Server/Schedules/Dtos/Schedule.cs", "")] },
        Caught = "folder Dtos",
    };

    public static Rule NamespaceIsFolder { get; } = new("The namespace is the folder, and a file is named for a type in it", code =>
        Findings.Of(code.Source.Where(f => f.Name != "Program.cs"), Misplaced))
    {
        Planted = () => Code.Empty with { Files = [new("src/Broadsheet.Core/Runs/Run.cs", "namespace Broadsheet.Core.Reports;\npublic sealed record Report;")] },
        Caught = "is in namespace Broadsheet.Core.Reports",
    };

    private static IEnumerable<string> Misplaced(SourceFile file)
    {
        var folder = string.Join('.', file.Path.Split('/')[1..^1]);
        var found = Namespace().Match(file.Code).Groups[1].Value;
        if (found != folder) yield return $"{file.Path} is in namespace {found}, not {folder}";
        var name = file.Name.Split('.')[0];
        if (!Declaration().Matches(file.Code).Any(m => m.Groups[1].Value == name)) yield return $"{file.Path} declares no type {name}";
    }

    private static string Bare(Type type) => type.Name.Split('`')[0];

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|struct|record|record struct|interface|enum|delegate [^(\n]+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
