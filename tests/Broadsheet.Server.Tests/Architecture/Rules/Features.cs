namespace Broadsheet.Server.Tests.Architecture.Rules;

/// <summary>
/// The folders of the server and who of them may use whom: <c>feature-matrix.txt</c>. Composition puts all together and is
/// used by the entry point only. A row is a table: naming one is using the store, not the feature beside whose code it lies.
/// </summary>
internal static class Features
{
    private const string Root = "Broadsheet.Server";
    private const string Matrix = "feature-matrix.txt";

    public static Rule KeepToTheMatrix { get; } = new("Features use each other as the matrix allows", code =>
        Findings.Of(code.Types.Where(t => Feature(t.Home) is not null), type => Uses(code, type)))
    {
        Since = "src/Broadsheet.Server/Composition",
        Planted = () => Code.Planted("Server.Runs", new SourceFile("tests/Broadsheet.Server.Tests/Architecture/" + Matrix, "Runs Storage\nWorker Runs")),
        Caught = "Runs may not use Worker",
    };

    public static Rule MatrixHasNoCircle { get; } = new("The matrix of features has no circle", code =>
        Findings.Of(Allowed(code), pair => Reaches(Allowed(code), pair.Key, pair.Key)
            ? [$"{pair.Key} reaches itself over {string.Join(", ", pair.Value)}"]
            : []))
    {
        Planted = () => Code.Empty with { Files = [new("tests/Broadsheet.Server.Tests/Architecture/" + Matrix, "Runs Reports\nReports Audit Schedules\nSchedules Runs\nAudit")] },
        Caught = "Reports reaches itself",
    };

    private static IEnumerable<string> Uses(Code code, CodeType type)
    {
        var from = Feature(type.Home)!;
        var allowed = Allowed(code);
        if (from == "Composition") yield break;
        if (!allowed.TryGetValue(from, out var may))
        {
            yield return $"{Matrix} has no line for {from}";
            yield break;
        }

        foreach (var used in type.Uses)
        {
            if (Feature(used) is not { } to || to == from || may.Contains(to)) continue;
            if (used.Name.EndsWith("Row", StringComparison.Ordinal)) continue;
            yield return $"{from} may not use {to}, but {type} uses {used}";
        }
    }

    private static string? Feature(CodeName name) =>
        name.Assembly == Root && name.Namespace.StartsWith(Root + ".", StringComparison.Ordinal) ? name.Namespace.Split('.')[2] : null;

    private static Dictionary<string, string[]> Allowed(Code code) =>
        code.List(Matrix).ToDictionary(p => p.Key, p => p.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    private static bool Reaches(Dictionary<string, string[]> allowed, string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>(allowed.GetValueOrDefault(from, []));
        while (next.TryPop(out var at))
        {
            if (at == to) return true;
            if (seen.Add(at)) foreach (var further in allowed.GetValueOrDefault(at, [])) next.Push(further);
        }

        return false;
    }
}
