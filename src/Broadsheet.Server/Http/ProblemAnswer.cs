using Microsoft.AspNetCore.Http.HttpResults;

namespace Broadsheet.Server.Http;

/// <summary>A problem as the caller sees it: no secret of this process is in its words, whoever wrote them.</summary>
internal sealed class ProblemAnswer(ProblemHttpResult problem) : IResult
{
    /// <summary>The member that holds what is wrong field by field.</summary>
    public const string Errors = "errors";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var secrets = httpContext.RequestServices.GetRequiredService<KnownSecrets>();
        var details = problem.ProblemDetails;
        details.Detail = secrets.Redact(details.Detail);
        if (details.Extensions.TryGetValue(Errors, out var errors) && errors is IReadOnlyList<FieldErrorWire> fields)
            details.Extensions[Errors] = fields.Select(e => e with { Message = secrets.Redact(e.Message), Suggestion = secrets.Redact(e.Suggestion) }).ToList();
        return problem.ExecuteAsync(httpContext);
    }
}
