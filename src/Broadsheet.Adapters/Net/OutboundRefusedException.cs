using Broadsheet.Core;

namespace Broadsheet.Adapters.Net;

/// <summary>Carries the guard's answer out of the HTTP handler's connect callback.</summary>
internal sealed class OutboundRefusedException(Problem problem) : Exception(problem.Summary)
{
    public Problem Problem { get; } = problem;
}
