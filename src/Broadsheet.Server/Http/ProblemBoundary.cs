using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace Broadsheet.Server.Http;

/// <summary>The boundary of every request: what cannot be read becomes its problem, a bug becomes a 500 without a word about the inside.</summary>
internal sealed partial class ProblemBoundary(IOptions<LimitOptions> limits, ILogger<ProblemBoundary> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested) return true;
        var (status, code, title, detail) = exception switch
        {
            RequestProblemException e => (e.Status, e.Code, "The request cannot be read.", e.Message),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (413, "too-large", "The request is too large.", TooLarge(limits.Value)),
            BadHttpRequestException e => (e.StatusCode, "bad-request", "The request cannot be read.", "A value in the path or the query has the wrong form."),
            _ => (500, "internal", "Something went wrong here.", "The server's log has the details under this trace id: " + httpContext.TraceIdentifier),
        };
        if (status == 500) Unexpected(httpContext.Request.Method, httpContext.Request.Path, httpContext.TraceIdentifier, exception);
        httpContext.Response.StatusCode = status;
        await Answers.Document(status, code, title, detail).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>What the limit is, and whose it is to lift.</summary>
    public static string TooLarge(LimitOptions limits) =>
        string.Create(CultureInfo.InvariantCulture, $"A request body has at most {limits.BodyBytes:N0} bytes. Send less in one request, or ask whoever runs this server (Broadsheet__Limits__BodyBytes).");

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed unexpectedly ({TraceId})")]
    private partial void Unexpected(string method, string path, string traceId, Exception exception);
}
