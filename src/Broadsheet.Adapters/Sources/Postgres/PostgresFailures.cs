using System.Net.Sockets;
using Broadsheet.Core;
using Broadsheet.Core.Reports;
using Npgsql;

namespace Broadsheet.Adapters.Sources.Postgres;

/// <summary>What went wrong with one query, in the document's terms. <paramref name="sql"/> is the text the server saw.</summary>
internal sealed class PostgresFailures(Query query, string sql, RenderLimits limits)
{
    /// <summary>True for failures of the query or the connection; false for a cancelling caller and for bugs.</summary>
    public static bool Explains(Exception failure, QueryClock clock) =>
        !clock.Cancelled.IsCancellationRequested
        && (failure is NpgsqlException or SocketException or IOException or InvalidCastException or OverflowException or NotSupportedException
            || (failure is OperationCanceledException && clock.IsOver));

    public Problem Problem(Exception failure) => failure switch
    {
        OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => QueryProblem.TooSlow(query, limits.QueryTime),
        PostgresException { SqlState: ['5', '7', 'P', ..] or ['0', '8', ..] } down => new Problem.Unavailable("postgres", $"PostgreSQL went away during query “{query.Name}”: {down.MessageText}"),
        PostgresException refused => QueryProblem.Failed(query, Line(refused.Position), Sentence(refused)),
        InvalidCastException or OverflowException or NotSupportedException => Of($"A value cannot be read ({failure.Message}). Cast the column to text, or leave it out."),
        _ => new Problem.Unavailable("postgres", $"PostgreSQL went away during query “{query.Name}”: {(failure.InnerException ?? failure).Message}"),
    };

    public Problem Of(string message) => QueryProblem.Failed(query, query.Line, message);

    private int Line(int position) => position <= 0 ? query.Line : query.Line + sql.AsSpan(0, Math.Min(position - 1, sql.Length)).Count('\n');

    private static string Sentence(PostgresException refused) =>
        refused.MessageText + (refused.Detail is { Length: > 0 } detail ? $" ({detail})" : "") + (refused.Hint is { Length: > 0 } hint ? $" Hint: {hint}" : "");
}
