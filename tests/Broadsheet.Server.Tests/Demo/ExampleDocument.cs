using System.Text.RegularExpressions;

namespace Broadsheet.Server.Tests.Demo;

/// <summary>The SQL of an example, read without the product's own reader: what is tried is the SQL.</summary>
internal static partial class ExampleDocument
{
    public static IEnumerable<(string Name, string Sql)> Queries(string document) =>
        Fence().Matches(document).Select(m => (m.Groups[1].Value, m.Groups[2].Value))
            .Concat(ChoicesSql().Matches(document).Select((m, i) => ($"choices {i + 1}", m.Groups[1].Value)));

    public static IEnumerable<string> Placeholders(string sql) => Name().Matches(sql).Select(m => m.Groups[1].Value).Distinct();

    [GeneratedRegex(@"^```sql (\w+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("^ *choices_sql: \"(.*)\"$", RegexOptions.Multiline)]
    private static partial Regex ChoicesSql();

    [GeneratedRegex(@"@(\w+)")]
    private static partial Regex Name();
}
