using Broadsheet.Server.Http;
using Microsoft.AspNetCore.Authorization;

namespace Broadsheet.Server.People;

/// <summary>
/// Everything below /api, and the API document, needs a caller, unless the endpoint is marked anonymous; a path that does not exist
/// needs one too, so that nobody can map the routes. Changes asked for with a cookie must come from our own pages.
/// </summary>
internal sealed class RequireActor(RequestDelegate next)
{
    private static readonly PathString[] Walled = ["/api", "/openapi", "/docs"];

    public async Task InvokeAsync(HttpContext http, Sessions sessions)
    {
        var actor = http.FindActor();
        var open = http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if (actor is null && !open && Array.Exists(Walled, w => http.Request.Path.StartsWithSegments(w, StringComparison.OrdinalIgnoreCase)))
            await RefuseAsync(http);
        else if (actor is { Key: null } && !open && IsUnsafe(http.Request.Method) && !await sessions.IsFromOwnPageAsync(http))
            await Answers.Document(StatusCodes.Status403Forbidden, "csrf", "Not allowed.", $"Send the {Names.CsrfHeader} that GET /api/v1/me answers in its header of that name.").ExecuteAsync(http);
        else
            await next(http);
    }

    private static bool IsUnsafe(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private static Task RefuseAsync(HttpContext http)
    {
        var tried = http.Request.Headers.Authorization.Count > 0;
        http.Response.Headers.WWWAuthenticate = tried ? "Bearer realm=\"Broadsheet\", error=\"invalid_token\"" : "Bearer realm=\"Broadsheet\"";
        return Answers.Document(
            StatusCodes.Status401Unauthorized,
            tried ? "key-refused" : "not-signed-in",
            "Not signed in.",
            tried ? "This API key is not known here, has expired or was revoked." : "Send an API key as “Authorization: Bearer bsk_…”, or sign in.").ExecuteAsync(http);
    }
}
