using System.Text.RegularExpressions;

namespace Broadsheet.Server.Tests.Architecture.Rules;

/// <summary>How the store is spoken to.</summary>
internal static partial class Data
{
    private const string Everybody = "across-workspaces.txt";

    /// <summary>
    /// Decided by the statement that names the set: it must name the workspace, call a filter that does, or only add or remove a row at hand. Files
    /// named in <c>across-workspaces.txt</c> are the worker's and the operator's own.
    /// </summary>
    public static Rule WorkspaceFilter { get; } = new("Rows of a workspace are asked for by workspace", code =>
    {
        var sets = Sets(code).ToHashSet(StringComparer.Ordinal);
        var everybody = code.List(Everybody);
        var filters = code.Source.SelectMany(f => Filter().Matches(f.Code).Where(m => NamesWorkspace().IsMatch(Statement(f.Code, m.Index))))
            .Select(m => $".{m.Groups[1].Value}(").ToList();
        var gone = everybody.Keys.Where(path => code.Files.All(f => f.Path != path)).Select(path => $"{Everybody} names {path}, which is not there");
        var uses = from file in code.Source
                   where file.IsUnder("src/Broadsheet.Server") && !file.IsUnder("src/Broadsheet.Server/Storage") && !everybody.ContainsKey(file.Path)
                   from use in SetUse().Matches(file.Code)
                   where sets.Contains(use.Groups[1].Success ? use.Groups[1].Value : use.Groups[2].Value)
                   select (file, use);
        var found = Findings.Of(sets.Count == 0 ? [] : uses, u => Statement(u.file.Code, u.use.Index) is var statement &&
            !NamesWorkspace().IsMatch(statement) && !filters.Exists(f => statement.Contains(f, StringComparison.Ordinal))
            ? [$"{u.file.Path}:{u.file.LineAt(u.use.Index)} asks without a workspace: {Line(statement)}"]
            : []);
        return found with { Violations = [.. found.Violations, .. gone] };
    })
    {
        Since = "src/Broadsheet.Server/Schedules",
        Planted = () => Code.Planted("Server.Storage", new SourceFile("src/Broadsheet.Server/Schedules/ReadSchedule.cs",
            "var row = await db.Schedules\n    .SingleAsync(s => s.Id == id, ct);\nvar other = db.Schedules.Where(s => s.Workspace == actor.Workspace);")),
        Caught = "ReadSchedule.cs:1 asks without a workspace",
    };

    public static Rule RawSql { get; } = new("SQL is written in Storage only", code =>
        Findings.Of(code.Types.Where(t => t.Home.Assembly == "Broadsheet.Server" && !t.IsIn("Broadsheet.Server.Storage") && !t.IsIn("Broadsheet.Server.Demo")), t => code.List("sql-outside-storage.txt").ContainsKey(t.Home.ToString())
            ? []
            : t.Calls.Where(c => SqlCall().IsMatch(c)).Select(c => $"{t} calls {c.Split('(')[0]}")))
    {
        Planted = () => Code.Planted("Server.Reports"),
        Caught = "Readings calls",
    };

    /// <summary>The names by which a context gives out rows that belong to a workspace: its properties, and the row types.</summary>
    private static IEnumerable<string> Sets(Code code) =>
        from context in code.Types
        where IsContext(context.Type)
        from property in context.Type.GetProperties()
        where property.PropertyType is { IsGenericType: true } set && set.Name == "DbSet`1"
        let row = property.PropertyType.GetGenericArguments()[0]
        where row.GetProperty("Workspace") is not null || row.GetProperty("WorkspaceId") is not null
        from name in new[] { property.Name, row.Name }
        select name;

    private static bool IsContext(Type type)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType)
        {
            if (at.FullName == "Microsoft.EntityFrameworkCore.DbContext") return true;
        }

        return false;
    }

    /// <summary>From the end of the statement before to the semicolon that is not inside brackets.</summary>
    private static string Statement(string code, int at)
    {
        var start = code.LastIndexOfAny([';', '{', '}'], at) + 1;
        var depth = 0;
        var end = at;
        for (; end < code.Length && (depth > 0 || code[end] != ';'); end++)
        {
            depth += code[end] switch { '(' or '{' or '[' => 1, ')' or '}' or ']' => -1, _ => 0 };
            if (depth < 0) break;
        }

        return code[start..end];
    }

    private static string Line(string statement) => Space().Replace(statement, " ").Trim() is var line && line.Length > 120 ? line[..120] + "…" : Space().Replace(statement, " ").Trim();

    [GeneratedRegex(@"\b\w*[dD]b\w*\.(?:Set<(\w+)>\(\)|(\w+))(?=\s*[.;,)\n])")]
    private static partial Regex SetUse();

    [GeneratedRegex(@"[Ww]orkspace|\.(Add|Remove)(Range)?(Async)?\s*\(")]
    private static partial Regex NamesWorkspace();

    [GeneratedRegex(@"\.(FromSql\w*|ExecuteSql\w*|SqlQuery\w*|set_CommandText|CreateCommand)(\(|$)|Storage\.Statements\.\w+Async|NpgsqlCommand\.#ctor|SqliteCommand\.#ctor")]
    private static partial Regex SqlCall();

    [GeneratedRegex(@"\bstatic IQueryable<\w+> (\w+)(?=\(this IQueryable<)")]
    private static partial Regex Filter();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
