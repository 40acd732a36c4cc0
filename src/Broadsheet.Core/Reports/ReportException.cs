namespace Broadsheet.Core.Reports;

/// <summary>
/// An expected failure in the middle of a stream (a query that dies after half its rows, a limit met), where there is no
/// result to return. Thrown by rows and formats; the renderer, and nobody else, turns it back into its problem.
/// </summary>
public sealed class ReportException(Problem problem, Exception? inner = null) : Exception(problem.Summary, inner)
{
    public Problem Problem { get; } = problem;
}
