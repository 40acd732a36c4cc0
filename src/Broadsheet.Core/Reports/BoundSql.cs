using System.Text;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports;

/// <summary>
/// SQL with <c>@name</c> as numbered placeholders and the values for them in order. Lists become as many placeholders as values.
/// Lines stay where they were.
/// </summary>
public sealed record BoundSql(string Sql, IReadOnlyList<(CellKind Type, Cell Value)> Values)
{
    /// <summary>
    /// Rewrites <paramref name="query"/>; <paramref name="placeholder"/> gives the text for the n-th value, from 1. A name without a value is an error: the
    /// document was checked, so only a query from elsewhere can have one.
    /// </summary>
    public static Result<BoundSql> From(Query query, IReadOnlyList<Bind> binds, Func<int, string> placeholder)
    {
        // For a database the text ends there, and what follows would be dropped unsaid.
        if (query.Sql.Contains('\0', StringComparison.Ordinal))
            return QueryProblem.Failed(query, query.Line + query.Sql.AsSpan(0, query.Sql.IndexOf('\0', StringComparison.Ordinal)).Count('\n'), "It holds a NUL character: take it out.");
        var sql = new StringBuilder(query.Sql.Length + 16);
        var values = new List<(CellKind, Cell)>();
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var (name, start) in SqlNames.Find(query.Sql))
        {
            if (!places.TryGetValue(name, out var text))
            {
                if (binds.FirstOrDefault(b => b.Name == name) is not { } bind)
                    return new Problem.Invalid($"queries.{query.Name}", "unknown-parameter", $"Query “{query.Name}” asks for @{name}, which is no parameter.",
                        Nearest.To(name, binds.Select(b => b.Name)));
                text = Place(bind, values, placeholder);
                places.Add(name, text);
            }

            sql.Append(query.Sql, at, start - at).Append(text);
            at = start + 1 + name.Length;
        }

        return new BoundSql(sql.Append(query.Sql, at, query.Sql.Length - at).ToString(), values);
    }

    private static string Place(Bind bind, List<(CellKind, Cell)> values, Func<int, string> placeholder)
    {
        if (bind.IsList && bind.Values.Count == 0) return "null";
        var places = new List<string>();
        foreach (var value in bind.Values)
        {
            values.Add((bind.Type, value));
            places.Add(placeholder(values.Count));
        }

        return string.Join(", ", places);
    }
}
