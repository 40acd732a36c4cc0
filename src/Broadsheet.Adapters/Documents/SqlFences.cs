using System.Text;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Parameters;

namespace Broadsheet.Adapters.Documents;

/// <summary>Takes the queries out of a body, before any placeholder is looked at: SQL is never a template.</summary>
internal static class SqlFences
{
    private const int Most = 50;

    /// <summary>
    /// The queries, and <paramref name="body"/> of the same length and lines with each SQL fence blanked. <paramref name="body"/> starts at line 1.
    /// </summary>
    public static (IReadOnlyList<Query> Queries, string Remaining) Take(string body, DocumentErrors errors)
    {
        var queries = new List<Query>();
        var rest = new StringBuilder(body.Length);
        var lines = body.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0) rest.Append('\n');
            var fence = Fence(lines[i]);
            if (fence is null)
            {
                rest.Append(lines[i]);
                continue;
            }

            var end = Close(lines, i + 1, fence.Value.Marks);
            if (fence.Value.IsSql)
            {
                if (end == lines.Length) errors.Add(i + 1, 1, lines[i].Length, "fence", "This SQL fence is never closed: end it with ``` on a line of its own.");
                if (Read(lines, i, end, fence.Value.Info, queries, errors) is { } query) queries.Add(query);
                rest.Append(' ', lines[i].Length);
                for (i++; i < lines.Length && i <= end; i++) rest.Append('\n').Append(' ', lines[i].Length);
                i--;
            }
            else
            {
                rest.Append(lines[i]);
                for (i++; i < lines.Length && i <= end; i++) rest.Append('\n').Append(lines[i]);
                i--;
            }
        }

        if (queries.Count > Most) errors.Add(queries[Most].Line, 1, 1, "too-many", $"A report has at most {Most} queries.");
        return (queries, rest.ToString());
    }

    /// <summary>Placeholders in SQL that no parameter gives.</summary>
    public static void CheckNames(IReadOnlyList<Query> queries, IReadOnlyList<Parameter> parameters, DocumentErrors errors)
    {
        var known = ResolvedFilters.BindNames(parameters).ToList();
        foreach (var query in queries)
        {
            foreach (var (name, at) in SqlNames.Find(query.Sql).Where(n => !known.Contains(n.Name)))
            {
                var before = query.Sql.AsSpan(0, at);
                var line = query.Line + before.Count('\n');
                errors.Unknown(line, at - before.LastIndexOf('\n') + 1, "parameter", name, known);
            }
        }
    }

    private static Query? Read(string[] lines, int start, int end, string[] info, List<Query> queries, DocumentErrors errors)
    {
        var line = start + 1;
        var name = info.ElementAtOrDefault(1) ?? "";
        var source = info.ElementAtOrDefault(2);
        if (source is not null && !source.StartsWith("source=", StringComparison.Ordinal))
        {
            errors.Add(line, 1, lines[start].Length, "fence", $"“{source}” is not understood: an SQL fence is ```sql name, or ```sql name source=other.");
            return null;
        }

        if (!ParameterFields.Name.IsMatch(name))
        {
            errors.Add(line, 1, lines[start].Length, "query-name", "An SQL fence needs a name of lower-case letters, digits and _, as in ```sql runs.");
            return null;
        }

        if (ReportDocument.CommonNames.Contains(name) || queries.Exists(q => q.Name == name))
        {
            errors.Add(line, 1, lines[start].Length, "query-name", $"The name “{name}” is taken already: give this query another.");
            return null;
        }

        var sql = string.Join('\n', lines[(start + 1)..Math.Min(end, lines.Length)]);
        if (string.IsNullOrWhiteSpace(sql)) errors.Add(line, 1, lines[start].Length, "empty-query", $"Query “{name}” has no SQL.");
        return new(name, sql, source?["source=".Length..], line + 1);
    }

    private static (string Marks, string[] Info, bool IsSql)? Fence(string line)
    {
        var trimmed = line.TrimStart(' ');
        if (line.Length - trimmed.Length > 3 || trimmed.Length < 3 || trimmed[0] is not ('`' or '~')) return null;
        var count = trimmed.Length - trimmed.TrimStart(trimmed[0]).Length;
        if (count < 3) return null;
        var info = trimmed[count..].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return (trimmed[..count], info, info.FirstOrDefault() == "sql");
    }

    private static int Close(string[] lines, int from, string marks)
    {
        for (var i = from; i < lines.Length; i++)
        {
            var trimmed = lines[i].Trim();
            if (trimmed.StartsWith(marks, StringComparison.Ordinal) && trimmed.Trim(marks[0]).Length == 0) return i;
        }

        return lines.Length;
    }
}
