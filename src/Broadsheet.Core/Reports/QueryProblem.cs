using NodaTime;

namespace Broadsheet.Core.Reports;

/// <summary>The ways a query fails, in the same words for every database.</summary>
public static class QueryProblem
{
    /// <summary>The database refuses it. <paramref name="line"/> is the document's, from 1.</summary>
    public static Problem Failed(Query query, int line, string message) =>
        new Problem.Invalid([new FieldError($"queries.{query.Name}", "query-failed", $"Query “{query.Name}”, line {line}: {message}") { Line = line }]);

    /// <summary>It ran longer than <see cref="RenderLimits.QueryTime"/>.</summary>
    public static Problem TooSlow(Query query, Duration limit) =>
        new Problem.Invalid($"queries.{query.Name}", "query-time", $"Query “{query.Name}” took longer than the limit of {limit.TotalSeconds:0.#} s and was stopped in the database.");

    public static Problem TooMany(string query, string what, long limit, string code) =>
        new Problem.Invalid($"queries.{query}", code, $"Query “{query}” gives more than the limit of {limit:N0} {what}.");
}
