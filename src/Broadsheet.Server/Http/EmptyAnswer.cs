using Broadsheet.Server.Http.App;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace Broadsheet.Server.Http;

/// <summary>Gives a problem document to answers that have a status and nothing else: no route, a wrong method, a wrong value in the path.</summary>
internal static class EmptyAnswer
{
    public static Task FillAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        if (http.Response.StatusCode == StatusCodes.Status404NotFound && AppPages.Wants(http))
            return AppPages.PageAsync(http, http.RequestServices.GetRequiredService<AppFiles>(), StatusCodes.Status404NotFound);
        var (code, title, detail) = http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ("not-found", "Not found.", "There is nothing at this address."),
            StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", "Not possible here.", "This address knows other methods; the Allow header names them."),
            StatusCodes.Status413PayloadTooLarge => ("too-large", "The request is too large.", ProblemBoundary.TooLarge(http.RequestServices.GetRequiredService<IOptions<LimitOptions>>().Value)),
            StatusCodes.Status415UnsupportedMediaType => ("media-type", "The request cannot be read.", "Send JSON with Content-Type: application/json."),
            _ => ("status-" + http.Response.StatusCode, "Not done.", "The request was not carried out."),
        };
        return Answers.Document(http.Response.StatusCode, code, title, detail).ExecuteAsync(http);
    }
}
