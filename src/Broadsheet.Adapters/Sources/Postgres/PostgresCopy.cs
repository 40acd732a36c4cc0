using System.Text;
using Broadsheet.Core.Reports;
using Npgsql;

namespace Broadsheet.Adapters.Sources.Postgres;

/// <summary>
/// The sooner way to read a query that binds nothing: the server copies its rows out, and they are taken a row at a time instead of a field at a time.
/// Only for a text that the server has described as a query on its own, that begins as one and has no semicolon anywhere, be it in quotes: whatever
/// else is in it, what is sent is then one statement, and its parentheses are those of the grammar. All else is read the usual way.
/// </summary>
internal static class PostgresCopy
{
    private const string Before = "copy (";

    /// <summary>On a line of its own: the query may end in a comment.</summary>
    private const string After = "\n) to stdout (format binary)";

    /// <summary>The statement, in which the query's lines are what they were; null where the usual way is to be taken.</summary>
    public static string? Of(BoundSql bound, IReadOnlyList<PostgresField> fields)
    {
        if (bound.Values.Count > 0 || bound.Sql.Contains(';', StringComparison.Ordinal) || !fields.All(f => f.IsRead)) return null;
        var first = bound.Sql.AsSpan().TrimStart();
        return Begins(first, "select") || Begins(first, "with") ? new StringBuilder(Before).Append(bound.Sql).Append(After).ToString() : null;
    }

    /// <summary>Null where the server will not, whatever the reason: the usual way then says it in its own words. To be asked in a transaction that can go back.</summary>
    public static async Task<NpgsqlRawCopyStream?> OpenAsync(NpgsqlConnection connection, string statement, CancellationToken ct)
    {
        try
        {
            return await connection.BeginRawBinaryCopyAsync(statement, ct);
        }
        catch (PostgresException refused) when (refused.SqlState is not (PostgresErrorCodes.QueryCanceled or ['5', '7', 'P', ..] or ['0', '8', ..]))
        {
            return null;
        }
    }

    private static bool Begins(ReadOnlySpan<char> text, string word) =>
        text.StartsWith(word, StringComparison.OrdinalIgnoreCase) && text.Length > word.Length && char.IsWhiteSpace(text[word.Length]);
}
