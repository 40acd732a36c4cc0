using System.Text.RegularExpressions;

namespace Broadsheet.Server.Tests.Architecture.Rules;

/// <summary>What can only be seen in the text.</summary>
internal static partial class Sources
{
    private const int LongestFile = 400;
    private const string Boundary = "boundaries.txt";

    public static Rule Boundaries { get; } = new("Any exception is caught at named boundaries only", code =>
    {
        var named = code.List(Boundary);
        var found = code.Source.Select(f => (f.Path, Line: FirstSwallow(f))).Where(f => f.Line is not null).ToDictionary(f => f.Path, f => f.Line);
        var unnamed = found.Where(f => !named.ContainsKey(f.Key)).Select(f => $"{f.Key}:{f.Value} catches everything and is not in {Boundary}");
        var stale = named.Keys.Where(f => !found.ContainsKey(f)).Select(f => $"{Boundary} names {f}, which catches no Exception");
        return new(code.Source.Count(), [.. unnamed, .. stale]);
    })
    {
        Planted = () => Code.Empty with { Files = [new("src/Broadsheet.Server/Runs/RunReport.cs", "try { } catch (Exception e) when (e is not OperationCanceledException) { }")] },
        Caught = "RunReport.cs:1 catches everything",
    };

    public static Rule Length { get; } = new($"A file has {LongestFile} lines at most", code =>
        Findings.Of(code.Files.Where(f => Path.GetExtension(f.Path) is ".cs" or ".ts" or ".tsx" or ".css" && !Generated().IsMatch(f.Path)), f =>
            f.Text.AsSpan().Count('\n') is var lines && lines > LongestFile ? [$"{f.Path} has {lines}"] : []))
    {
        Planted = () => Code.Empty with { Files = [new("src/Broadsheet.Core/Long.cs", new string('\n', 401))] },
        Caught = "Long.cs has 401",
    };

    public static Rule Leftovers { get; } = new("No regions and no notes to finish later", code =>
        Findings.Of(code.Files.Where(f => f.Path != "BannedSymbols.txt"), f => Leftover().Matches(f.Text).Select(m => $"{f.Path}:{f.LineAt(m.Index)} {m.Value}")))
    {
        Planted = () => Code.Empty with { Files = [new("src/Broadsheet.Core/Later.cs", "\n// TO" + "DO: the rest")] },
        Caught = "Later.cs:2",
    };

    /// <summary>The line of the first block that catches everything and does not end by throwing it on.</summary>
    private static int? FirstSwallow(SourceFile file)
    {
        foreach (Match caught in CatchAll().Matches(file.Code))
        {
            var open = file.Code.IndexOf('{', caught.Index);
            var close = open;
            for (var depth = 0; close < file.Code.Length; close++)
            {
                depth += file.Code[close] switch { '{' => 1, '}' => -1, _ => 0 };
                if (depth == 0) break;
            }

            if (open < 0 || !file.Code[open..Math.Min(close, file.Code.Length)].TrimEnd().EndsWith("throw;", StringComparison.Ordinal)) return file.LineAt(caught.Index);
        }

        return null;
    }

    /// <summary>
    /// A filter that says which it takes (<c>when (e is IOException or …)</c>, <c>when (IsConflict(e))</c>) makes it specific; one that
    /// says which it does not take leaves it wide.
    /// </summary>
    [GeneratedRegex(@"\bcatch\s*(?:\{|when\b|\(\s*(?:System\.)?Exception\b(?:\s+\w+)?\s*\)(?!\s*when\s*\((?!\s*!|\s*\w+\s+is\s+not\b)))")]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"/([Gg]enerated|api/schema)[/.]")]
    private static partial Regex Generated();

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HAC[K])\b|^\s*#(re[g]ion|endre[g]ion)", RegexOptions.Multiline)]
    private static partial Regex Leftover();
}
