using Broadsheet.Core;

namespace Broadsheet.Server.Http;

/// <summary>Turns what operations return into HTTP, the same everywhere: problems as RFC 9457 documents, resources with their ETag.</summary>
internal static class Answers
{
    /// <summary>200 with the value, or the problem.</summary>
    public static IResult Answer<T>(this Result<T> result) => result.IsOk ? TypedResults.Json(result.Value, Wire.Json) : result.Problem.Answer();

    /// <summary>200 with the value and its ETag, or the problem.</summary>
    public static IResult Answer<T>(this Result<T> result, HttpContext http, Func<T, string> etag)
    {
        if (!result.IsOk) return result.Problem.Answer();
        var tag = etag(result.Value);
        http.Response.Headers.ETag = tag;
        if (HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.IfNoneMatch.ToString().Split(',').Any(t => t.Trim() == tag))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Json(result.Value, Wire.Json);
    }

    /// <summary>201 with Location, ETag and the value, or the problem.</summary>
    public static IResult Created<T>(this Result<T> result, HttpContext http, Func<T, string> location, Func<T, string> etag)
    {
        if (!result.IsOk) return result.Problem.Answer();
        http.Response.Headers.ETag = etag(result.Value);
        http.Response.Headers.Location = location(result.Value);
        return TypedResults.Json(result.Value, Wire.Json, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>202 with Location and the value, or the problem.</summary>
    public static IResult Accepted<T>(this Result<T> result, HttpContext http, Func<T, string> location)
    {
        if (!result.IsOk) return result.Problem.Answer();
        http.Response.Headers.Location = location(result.Value);
        return TypedResults.Json(result.Value, Wire.Json, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>204, or the problem.</summary>
    public static IResult Empty(this Result<Done> result) => result.IsOk ? TypedResults.NoContent() : result.Problem.Answer();

    public static IResult Answer(this Problem problem) => problem switch
    {
        Problem.Invalid p => Document(StatusCodes.Status422UnprocessableEntity, "invalid", "The request is not valid.", p.Summary, p.Errors),
        Problem.NotFound p => Document(StatusCodes.Status404NotFound, "not-found", "Not found.", p.Summary),
        Problem.Forbidden p => Document(StatusCodes.Status403Forbidden, "forbidden", "Not allowed.", p.Message),
        Problem.Conflict p => Document(StatusCodes.Status409Conflict, p.Code, "Not possible in its present state.", p.Message),
        Problem.Stale p => Document(StatusCodes.Status412PreconditionFailed, "stale", "Changed meanwhile.", p.Summary + " Read it again, and send its ETag as If-Match."),
        Problem.Unavailable p => Document(StatusCodes.Status503ServiceUnavailable, p.Code, "Not available now.", p.Message),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static IResult Document(int status, string code, string title, string detail, IReadOnlyList<FieldError>? errors = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (errors is not null) extensions[ProblemAnswer.Errors] = errors.Select(FieldErrorWire.Of).ToList();
        return new ProblemAnswer(TypedResults.Problem(detail, null, status, title, "urn:broadsheet:problem:" + code, extensions));
    }
}
