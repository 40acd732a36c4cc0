namespace Broadsheet.Core.Reports.Tables;

/// <summary>
/// A column of a result. <paramref name="Name"/> is unique in its table (the second <c>id</c> is called <c>id_2</c>);
/// <paramref name="Type"/> is what its cells mostly are, <see cref="CellKind.Text"/> where nothing is known.
/// </summary>
public sealed record Column(string Name, CellKind Type)
{
    /// <summary>Makes names unique as a table demands it, and gives nameless columns one by position.</summary>
    public static IReadOnlyList<Column> Distinct(IEnumerable<Column> columns)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var result = new List<Column>();
        foreach (var column in columns)
        {
            var name = string.IsNullOrWhiteSpace(column.Name) || column.Name == "?column?" ? $"column_{result.Count + 1}" : column.Name;
            var unique = name;
            for (var n = 2; !seen.Add(unique); n++) unique = $"{name}_{n}";
            result.Add(column with { Name = unique });
        }

        return result;
    }
}
